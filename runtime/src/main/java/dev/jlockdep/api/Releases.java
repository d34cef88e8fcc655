package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method lets go of a lock that a method with {@link Acquires} took. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Releases {
  /** The object that is the lock, as in {@link Acquires#value}. */
  String value() default "this";

  /** As in {@link Acquires#lock}. */
  String lock() default "lock";

  /** What it returns when it let go. */
  Result when() default Result.ANY;
}
