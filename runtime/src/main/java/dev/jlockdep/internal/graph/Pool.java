package dev.jlockdep.internal.graph;

import java.util.concurrent.atomic.AtomicInteger;

/** A pool of threads. Weakly refers to it. */
public final class Pool extends WeakTable.Entry {
  public final LockClass lockClass;
  /** Number of the task that made it. */
  public final int maker;
  /** Tasks in it that wait at this moment for others of it. */
  public final AtomicInteger parents = new AtomicInteger();
  /** Tasks that ended with something to tell; racy, only its size matters. */
  public int told;

  Pool(Object pool, int hash, WeakTable table, LockClass lockClass, int maker) {
    super(pool, hash, table);
    this.lockClass = lockClass;
    this.maker = maker;
  }
}
