package dev.jlockdep.api;

import java.util.List;

/** One class-level dependency of the graph, with its first witnesses. Immutable snapshot. */
public final class DependencyView {
  private final LockClassView from;
  private final LockClassView to;
  private final AcquireMode fromMode;
  private final AcquireMode toMode;
  private final long count;
  private final boolean timedOnly;
  private final List<Dependency> witnesses;

  /** @param count sightings that reached the slow path: a lower bound */
  public DependencyView(
      LockClassView from,
      AcquireMode fromMode,
      LockClassView to,
      AcquireMode toMode,
      long count,
      boolean timedOnly,
      List<Dependency> witnesses) {
    this.from = from;
    this.to = to;
    this.fromMode = fromMode;
    this.toMode = toMode;
    this.count = count;
    this.timedOnly = timedOnly;
    this.witnesses = witnesses;
  }

  public LockClassView from() {
    return from;
  }

  public LockClassView to() {
    return to;
  }

  public AcquireMode fromMode() {
    return fromMode;
  }

  public AcquireMode toMode() {
    return toMode;
  }

  public long count() {
    return count;
  }

  public boolean timedOnly() {
    return timedOnly;
  }

  public List<Dependency> witnesses() {
    return witnesses;
  }
}
