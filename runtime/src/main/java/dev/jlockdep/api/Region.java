package dev.jlockdep.api;

/**
 * Code that other code may have to run in the middle of its own: the handler of page faults
 * ({@code mmap_lock}), memory reclaim ({@code fs_reclaim}), a callback. It counts as a lock that the
 * region's code holds shared while it runs, and that every point which may have to run it asks for,
 * whether or not it does so this time. Thread-safe.
 */
public interface Region {
  /** Name of its lock class. */
  String name();

  /** A point that may have to run the region's code. */
  void might();

  /** The region's code starts on this thread. */
  Scope enter();

  /**
   * Nothing within the scope runs the region's code: its points count for nothing, and really
   * entering the region is a CONTEXT finding. {@code what} names the scope in findings.
   */
  Scope forbid(String what);
}
