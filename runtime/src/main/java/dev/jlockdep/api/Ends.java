package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method ends a unit of work in flight. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Ends {
  /** The object that is the counter, as in {@link Acquires#value}. */
  String value() default "this";

  /** As in {@link Begins#counter}. */
  String counter() default "counter";

  /** What it returns when it did. */
  Result when() default Result.ANY;
}
