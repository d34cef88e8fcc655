package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** While the method runs its thread does not enter a region; doing so is a CONTEXT finding. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface NeverEnters {
  /** Name of the region, as in {@link MightEnter#value}. */
  String value();
}
