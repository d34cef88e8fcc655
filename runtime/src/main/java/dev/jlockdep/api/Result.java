package dev.jlockdep.api;

/** What a method returned, where that says whether it did what its annotation promises. */
public enum Result {
  ANY,
  TRUE,
  FALSE,
  NULL,
  NONNULL,
  ZERO,
  NONZERO,
  POSITIVE,
  NEGATIVE
}
