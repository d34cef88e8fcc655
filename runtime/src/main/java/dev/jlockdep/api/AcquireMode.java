package dev.jlockdep.api;

/**
 * How a lock is asked for or held; the three modes of Linux lockdep (W, r, R).
 */
public enum AcquireMode {
  /** Excludes every other holder. */
  EXCLUSIVE,
  /** Shared, and blocks behind a queued writer: every reader of the JDK's own locks. */
  READ,
  /** Shared, and never blocks behind a queued writer. Exists by declaration only. */
  RECURSIVE_READ
}
