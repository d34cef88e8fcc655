package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method waits until no work is in flight on a counter, or for an event. What it locks and waits
 * for itself is not watched.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Waits {
  /** The object that is the counter or event, as in {@link Acquires#value}. */
  String value() default "this";

  /** As in {@link Begins#counter}; empty if it waits for an event. */
  String counter() default "";

  /** As in {@link Signals#event}; empty if it waits for a counter. */
  String event() default "";
}
