package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method may take a lock and let it go again, whether or not it does so in this call. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MightLock {
  /** The object that is the lock, as in {@link Acquires#value}. */
  String value() default "this";

  /** As in {@link Acquires#lock}; empty for a monitor or a lock of the JDK. */
  String lock() default "";

  AcquireMode mode() default AcquireMode.EXCLUSIVE;
}
