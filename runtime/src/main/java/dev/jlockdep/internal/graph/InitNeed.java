package dev.jlockdep.internal.graph;

/**
 * Another type that an initialiser needs initialised, as its code says: every initialisation that
 * ends well comes by.
 */
public final class InitNeed {
  static final int NEW = 0;

  /** Binary name of the type that the instruction names. */
  public final String target;
  /** {@link InitType#member} of the static field or method; {@link #NEW} for a new instance. */
  public final int member;
  /** From the instruction out to the initialiser; all in one type. */
  public final StackTraceElement[] path;
  /** A dependency was made of it. */
  public volatile boolean linked;
  /** The type whose begin it waits for. Guarded by the lock of {@link InitTypes}. */
  String awaits;

  public InitNeed(String target, int member, StackTraceElement[] path) {
    this.target = target;
    this.member = member;
    this.path = path;
  }
}
