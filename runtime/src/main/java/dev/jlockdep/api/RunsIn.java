package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method is a region: the page-fault handler, memory reclaim, or one of the user. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RunsIn {
  /** Name of the region, as in {@link MightEnter#value}. */
  String value();
}
