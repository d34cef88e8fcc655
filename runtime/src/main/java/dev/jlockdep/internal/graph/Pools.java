package dev.jlockdep.internal.graph;

/** The pools known. Thread-safe. */
public final class Pools {
  private static final WeakTable TABLE = new WeakTable(64);

  private Pools() {}

  public static void add(Object pool, LockClass c, int maker) {
    TABLE.add(pool, new Pool(pool, System.identityHashCode(pool), TABLE, c, maker));
  }

  /** The pool if it was seen being made, else null. Lock-free. */
  public static Pool known(Object pool) {
    return (Pool) TABLE.get(pool);
  }
}
