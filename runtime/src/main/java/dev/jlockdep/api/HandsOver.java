package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method passes a hold on: from its begin another party must release it. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface HandsOver {
  /** The object that is the lock or counter, as in {@link Acquires#value}. */
  String value() default "this";

  /** As in {@link Acquires#lock}; empty if it is a counter. */
  String lock() default "";

  /** As in {@link Begins#counter}; empty if it is a lock. */
  String counter() default "";

  /** Who gets it, written as {@link #value}: a thread, a {@link TaskQueue}, anything else. */
  String to();
}
