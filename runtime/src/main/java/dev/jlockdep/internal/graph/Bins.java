package dev.jlockdep.internal.graph;

/**
 * Bins of {@code ConcurrentHashMap}: the monitor of a bin is taken on a node that may be made for the
 * purpose and never seen again, so the lock is named by the map and the hash of the key instead.
 * Thread-safe; forgets all when full, which can only make it miss. Read without a lock: a reader that
 * races a writer misses, and asks again under the lock.
 */
public final class Bins {
  private static final int BINS_MAX = 32_768;
  private static final int START = 1024;
  private static final SpinLock LOCK = new SpinLock();
  private static volatile Table table = new Table(START);
  private static int used;

  private Bins() {}

  private static final class Table {
    final long[] keys;
    final Instance[] bins;

    Table(int capacity) {
      keys = new long[capacity];
      bins = new Instance[capacity];
    }

    /** Where a key is, or where it would be put. */
    int slot(long key) {
      int mask = keys.length - 1;
      int i = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & mask;
      while (keys[i] != 0 && keys[i] != key) {
        i = (i + 1) & mask;
      }
      return i;
    }

    /** The value is there before the key says so, for those who read beside it. */
    void put(long key, Instance bin) {
      int i = slot(key);
      bins[i] = bin;
      keys[i] = key;
    }
  }

  /** The lock of the bin for keys of a hash. */
  public static Instance of(Instance map, int hash) {
    // numbers of instances are never used again and start at 1
    long key = (long) map.id << 32 | hash & 0xFFFFFFFFL;
    Table t = table;
    int i = t.slot(key);
    Instance there = t.keys[i] == key ? t.bins[i] : null;
    return there != null && there.lockClass == classOf(map) ? there : make(map, key);
  }

  private static Instance make(Instance map, long key) {
    Object m = map.get();
    LockClass c = classOf(map);
    LOCK.lock();
    try {
      Table t = table;
      int i = t.slot(key);
      Instance there = t.keys[i] == key ? t.bins[i] : null;
      if (there != null && there.lockClass == c) {
        // another thread was faster: one bin is one lock
        return there;
      }
      if (t.keys[i] != key && ++used * 2 > t.keys.length) {
        t = more(t);
        table = t;
      }
      Instance fresh = new Instance(m, map.hash, Instances.nextId(), Kind.BIN, c, 0, 0);
      t.put(key, fresh);
      return fresh;
    } finally {
      LOCK.unlock();
    }
  }

  private static Table more(Table full) {
    if (used > BINS_MAX) {
      used = 1;
      return new Table(START);
    }
    Table next = new Table(full.keys.length * 2);
    for (int i = 0; i < full.keys.length; i++) {
      if (full.keys[i] != 0) {
        next.put(full.keys[i], full.bins[i]);
      }
    }
    return next;
  }

  /** The class of a map's bins; another one when the map has got another name. */
  public static LockClass classOf(Instance map) {
    LockClass named = map.lockClass;
    LockClass c = named.bins;
    if (c == null) {
      c = ClassTable.of(
          named.name + " bins (java.util.concurrent.ConcurrentHashMap$ReservationNode)",
          "monitor", "java.util.concurrent.ConcurrentHashMap$ReservationNode", false);
      named.bins = c;
    }
    return c;
  }
}
