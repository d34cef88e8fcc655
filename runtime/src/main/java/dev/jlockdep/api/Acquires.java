package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method takes a lock that is written by hand: it may block until it has it. What the method
 * itself locks and waits for is not watched. The agent weaves it; no call of {@code Lockdep} is
 * needed.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Acquires {
  /**
   * The object that is the lock: {@code this}, {@code arg1} and so on, {@code static} (the type),
   * {@code result}, or a field of the type as {@code this.NAME} or {@code static.NAME}.
   */
  String value() default "this";

  /** Tells apart several locks of one object; part of the name of the lock class. */
  String lock() default "lock";

  AcquireMode mode() default AcquireMode.EXCLUSIVE;

  /** Whether the holder may take it again. */
  boolean reentrant() default false;

  /** Whether the method never blocks, and takes the lock only if it is free. */
  boolean tries() default false;

  /** Whether the method gives up after a time. */
  boolean timed() default false;

  /** What it returns when it has the lock. */
  Result when() default Result.ANY;
}
