package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method ends the wait for an event: what its callers hold is needed for that. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Signals {
  /** The object that is the event, as in {@link Acquires#value}. */
  String value() default "this";

  /** Tells apart several events of one object. */
  String event() default "event";
}
