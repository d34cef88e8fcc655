package dev.jlockdep.internal.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One class-level dependency: a lock of {@link #from} held in one mode while one of {@link #to} was
 * requested in another. Fields are guarded by the graph lock unless volatile.
 */
public final class Dep {
  /** {@link #toMode} of a request that a queued writer does not hold up. */
  static final int RECURSIVE_READ = 2;
  private static final Witness[] NO_WITNESSES = {};
  public final LockClass from;
  public final LockClass to;
  /** Held shared. */
  public final boolean fromShared;
  /** 0 exclusive, 1 read, 2 recursive read. */
  public final byte toMode;
  public long count;
  /** Every request so far had a time limit. */
  public volatile boolean timedOnly;
  /** On a cycle: chains with it are looked at more often. */
  public volatile boolean hot;
  /** Of a class on itself: that two instances nest was reported. */
  public boolean nestingSaid;
  public Witness[] witnesses = NO_WITNESSES;
  public short witnessCount;
  public byte stacks;
  /** Which of the witnesses without stacks is replaced next. */
  private byte oldest;
  private Pairs pairs;
  /** What lies on it; {@link #join} adds. */
  public List<Cycle> cycles = Collections.emptyList();

  Dep(LockClass from, LockClass to, boolean fromShared, int toMode, boolean timed) {
    this.from = from;
    this.to = to;
    this.fromShared = fromShared;
    this.toMode = (byte) toMode;
    this.timedOnly = timed;
  }

  public int fromNode() {
    return from.id * 2 + (fromShared ? 1 : 0);
  }

  /** Adds a witness unless one like it is there; returns whether it was new. */
  public boolean add(Witness w) {
    for (int i = 0; i < witnessCount; i++) {
      if (witnesses[i].same(w)) {
        return false;
      }
    }
    if (w.requestShared) {
      w.requested.read = true;
    }
    if (witnessCount == Limits.WITNESSES_MAX) {
      // keep the first ones, which have stacks; let the others rotate
      int keep = Limits.STACKS_MAX;
      int rotating = Limits.WITNESSES_MAX - keep;
      int slot = (oldest & 0xFF) % rotating;
      witnesses[keep + slot] = w;
      oldest = (byte) (slot + 1);
      return true;
    }
    if (witnessCount == witnesses.length) {
      witnesses = Arrays.copyOf(witnesses, Math.max(1, witnessCount * 2));
    }
    witnesses[witnessCount++] = w;
    return true;
  }

  public void join(Cycle c) {
    if (cycles.isEmpty()) {
      cycles = new ArrayList<>(1);
    }
    cycles.add(c);
  }

  /** The first witness, preferring one with stacks. */
  public Witness first() {
    return witnesses[0];
  }

  /** Stacks of this witness or, when it kept none, of the nearest one at the same site. */
  public Witness withStacks(Witness w) {
    if (w.requestStack != null) {
      return w;
    }
    for (int i = 0; i < witnessCount; i++) {
      Witness o = witnesses[i];
      if (o.requestStack != null && o.requestSite == w.requestSite && o.heldSite == w.heldSite) {
        return o;
      }
    }
    for (int i = 0; i < witnessCount; i++) {
      if (witnesses[i].requestStack != null) {
        return witnesses[i];
      }
    }
    return w;
  }

  /** Orders of instances, for a dependency of a class on itself. */
  public Pairs pairs() {
    if (pairs == null) {
      pairs = new Pairs();
    }
    return pairs;
  }

  @Override
  public String toString() {
    return from.name + (fromShared ? "(r)" : "") + " -> " + to.name
        + (toMode == 0 ? "" : toMode == 1 ? "(r)" : "(R)");
  }
}
