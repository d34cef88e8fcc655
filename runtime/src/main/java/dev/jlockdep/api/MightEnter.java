package dev.jlockdep.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method may run into a region (take a page fault, say), even if it does not do so now. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MightEnter {
  /** The page-fault handler. */
  String FAULT = "mmap_lock";

  /** Memory reclaim. */
  String RECLAIM = "fs_reclaim";

  /** Name of the region. */
  String value();
}
