package dev.jlockdep.internal.graph;

import dev.jlockdep.api.Level;

/** A closed path of dependencies through distinct lock classes, and the best evidence for it. */
public final class Cycle {
  public final Dep[] deps;
  public final String fingerprint;
  /** Null until something is known. Guarded by the graph lock. */
  public Level level;
  /**
   * A type on it of which all that is missing is code that begins its initialisation from outside:
   * only when such code is loaded is the cycle worth another look. Null when it is not about that.
   * Guarded by the graph lock.
   */
  public InitType entryMissing;

  public Cycle(Dep[] deps, String fingerprint) {
    this.deps = deps;
    this.fingerprint = fingerprint;
  }
}
