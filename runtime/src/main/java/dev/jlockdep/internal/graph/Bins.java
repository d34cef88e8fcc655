package dev.jlockdep.internal.graph;

/**
 * Bins of {@code ConcurrentHashMap}: the monitor of a bin is taken on a node that may be made for the
 * purpose and never seen again, so the lock is named by the map and the hash of the key instead.
 * Thread-safe; forgets all when full, which can only make it miss.
 */
public final class Bins {
  private static final int BINS_MAX = 32_768;
  private static final SpinLock LOCK = new SpinLock();
  private static LongMap<Instance> byMapAndHash = new LongMap<>(1024);

  private Bins() {}

  public static Instance of(Object map, int hash) {
    int mapHash = System.identityHashCode(map);
    long key = (long) mapHash << 32 | hash & 0xFFFFFFFFL;
    LockClass c = classOf(map);
    Instance fresh = new Instance(map, mapHash, Instances.nextId(), Kind.BIN, c, 0, 0);
    LOCK.lock();
    try {
      Instance there = byMapAndHash.get(key);
      if (there != null && there.refersTo(map)) {
        return there;
      }
      if (byMapAndHash.size() >= BINS_MAX) {
        byMapAndHash = new LongMap<>(1024);
      }
      byMapAndHash.put(key, fresh);
      return fresh;
    } finally {
      LOCK.unlock();
    }
  }

  private static LockClass classOf(Object map) {
    Instance known = Instances.known(map);
    String owner = known == null ? "java.util.concurrent.ConcurrentHashMap" : known.lockClass.name;
    return ClassTable.of(
        owner + " bins (java.util.concurrent.ConcurrentHashMap$ReservationNode)",
        "monitor", "java.util.concurrent.ConcurrentHashMap$ReservationNode", false);
  }
}
