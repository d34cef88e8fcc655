package dev.jlockdep.api;

/** How strong the evidence of a finding is, weakest first. */
public enum Level {
  /** Facts worth knowing that never fail a build. */
  NOTE,
  /** A circle of lock classes. */
  POSSIBLE,
  /** The recorded witnesses fit together: instances or owners, tasks, modes, no common gate. */
  LIKELY,
  /** Steered into, or shown by arithmetic. */
  PROVEN,
  /** Happening now. */
  ACTUAL
}
