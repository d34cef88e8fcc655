package dev.jlockdep.internal.graph;

/** A lock instance that may be taken while one before it is held: ranges of one tree. */
public interface Ascending {
  /** Whether it comes wholly before another one. */
  boolean before(Object other);
}
