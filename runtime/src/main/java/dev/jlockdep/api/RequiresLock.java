package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method must only be called with a lock held: an UNGUARDED finding otherwise. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RequiresLock {
  /** The object that is the lock, as in {@link Acquires#value}. */
  String value() default "this";

  /** As in {@link Acquires#lock}; empty for a monitor or a lock of the JDK. */
  String lock() default "";

  /** EXCLUSIVE, or READ if a shared hold is enough. */
  AcquireMode mode() default AcquireMode.EXCLUSIVE;
}
