package dev.jlockdep.internal.graph;

/**
 * Where locks were made, for places that make so many that a weak reference to each would burden the
 * collector. Remembers the identity hashes of the lock and its type only, of the last {@link
 * #GENERATION} to twice as many creations, or nearly so where hashes are not spread evenly; a lock
 * that is asked for inside another before it is forgotten becomes an {@link Instance}. Two live locks
 * of one type with one hash can be taken for each other here; their number against 2^31 hashes makes
 * that rarer than anything a name could spoil. Thread-safe.
 */
final class Creations {
  /** What is known of one lock. */
  static final class Found {
    /** Number of the lock class; 0: named by its type. */
    final int lockClass;
    final int ownerHash;
    final int task;
    final long at;

    Found(int lockClass, int ownerHash, int task, long at) {
      this.lockClass = lockClass;
      this.ownerHash = ownerHash;
      this.task = task;
      this.at = at;
    }
  }

  /** Open addressing by hash; one record is one line of the processor's cache at most. */
  private static final class Generation {
    /** Longs of a record: hash and type, lock class and owner, task, time. */
    private static final int RECORD = 4;
    final long[] records;
    int used;

    Generation(int capacity) {
      records = new long[capacity * RECORD];
    }

    int capacity() {
      return records.length / RECORD;
    }

    /** Where the record of a hash begins, or would begin. */
    int slot(int hash) {
      int mask = records.length - 1;
      int i = hash * RECORD & mask;
      while (records[i] != 0 && hash(i) != hash) {
        i = i + RECORD & mask;
      }
      return i;
    }

    int hash(int i) {
      return (int) (records[i] >>> 32);
    }

    void put(int hash, int type, int lockClass, int task, long at) {
      int i = slot(hash);
      if (records[i] == 0) {
        used++;
      }
      records[i] = pair(hash, type);
      records[i + 1] = pair(lockClass, 0);
      records[i + 2] = task;
      records[i + 3] = at;
    }

    void own(int hash, int ownerHash) {
      int i = slot(hash);
      if (records[i] != 0) {
        records[i + 1] = records[i + 1] & ~LOW | ownerHash & LOW;
      }
    }

    Found find(int hash, int type) {
      int i = slot(hash);
      return records[i] != pair(hash, type)
          ? null
          : new Found(
              (int) (records[i + 1] >>> 32), (int) records[i + 1], (int) records[i + 2],
              records[i + 3]);
    }

    Generation twice() {
      Generation next = new Generation(capacity() * 2);
      for (int k = 0; k < records.length; k += RECORD) {
        if (records[k] != 0) {
          System.arraycopy(records, k, next.records, next.slot(hash(k)), RECORD);
        }
      }
      next.used = used;
      return next;
    }
  }

  /** What is known of the hashes that fall here; the others are no business of its lock. */
  private static final class Stripe {
    private final SpinLock lock = new SpinLock();
    private Generation young = new Generation(START);
    private Generation old = new Generation(2);
    private volatile boolean any;

    void add(int hash, int type, int lockClass, int task, long at) {
      lock.lock();
      try {
        if ((young.used + 1) * 2 > young.capacity()) {
          makeRoom();
        }
        young.put(hash, type, lockClass, task, at);
        if (!any) {
          any = true;
        }
      } finally {
        lock.unlock();
      }
    }

    private void makeRoom() {
      if (young.used >= GENERATION / STRIPES) {
        old = young;
        young = new Generation(START);
      } else {
        young = young.twice();
      }
    }

    void own(int hash, int ownerHash) {
      lock.lock();
      try {
        young.own(hash, ownerHash);
      } finally {
        lock.unlock();
      }
    }

    Found find(int hash, int type) {
      if (!any) {
        return null;
      }
      lock.lock();
      try {
        Found found = young.find(hash, type);
        return found != null ? found : old.find(hash, type);
      } finally {
        lock.unlock();
      }
    }
  }

  private static final int GENERATION = 131_072;
  /** A power of two. */
  private static final int STRIPES = 16;
  private static final int START = 256;
  private static final long LOW = 0xFFFFFFFFL;
  private static final Stripe[] ALL = new Stripe[STRIPES];

  static {
    for (int i = 0; i < STRIPES; i++) {
      ALL[i] = new Stripe();
    }
  }

  private Creations() {}

  private static long pair(int high, int low) {
    return (long) high << 32 | low & LOW;
  }

  /** By bits that the place within a generation does not depend on. */
  private static Stripe of(int hash) {
    return ALL[hash >>> 24 & STRIPES - 1];
  }

  /**
   * @param hash identity hash of the lock, not 0
   * @param type identity hash of its type
   */
  static void add(int hash, int type, int lockClass, int task, long at) {
    of(hash).add(hash, type, lockClass, task, at);
  }

  /** The lock added last with that hash was stored in a field of an object. */
  static void own(int hash, int ownerHash) {
    of(hash).own(hash, ownerHash);
  }

  /** What is known of a lock by the hashes that it was added with, or null. */
  static Found find(int hash, int type) {
    return of(hash).find(hash, type);
  }
}
