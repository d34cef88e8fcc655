package dev.jlockdep.internal.graph;

/**
 * Where locks were made, for places that make so many that a weak reference to each would burden the
 * collector. Remembers the identity hashes of the lock and its type only, of the last {@link
 * #GENERATION} to twice as many creations; a lock that is asked for inside another before it is forgotten becomes an {@link
 * Instance}. Two live locks of one type with one hash can be taken for each other here; their number
 * against 2^31 hashes makes that rarer than anything a name could spoil. Thread-safe.
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

  private static final class Generation {
    int[] hashes;
    int[] types;
    int[] classes;
    int[] owners;
    int[] tasks;
    long[] times;
    int used;

    Generation(int capacity) {
      hashes = new int[capacity];
      types = new int[capacity];
      classes = new int[capacity];
      owners = new int[capacity];
      tasks = new int[capacity];
      times = new long[capacity];
    }

    int slot(int hash) {
      int mask = hashes.length - 1;
      int i = hash & mask;
      while (hashes[i] != 0 && hashes[i] != hash) {
        i = (i + 1) & mask;
      }
      return i;
    }

    Found find(int hash, int type) {
      int i = slot(hash);
      return hashes[i] == 0 || types[i] != type
          ? null
          : new Found(classes[i], owners[i], tasks[i], times[i]);
    }
  }

  private static final int GENERATION = 131_072;
  private static final int START = 4096;
  private static final SpinLock LOCK = new SpinLock();
  private static Generation young = new Generation(START);
  private static Generation old = new Generation(2);
  private static volatile boolean any;

  private Creations() {}

  /**
   * @param hash identity hash of the lock
   * @param type identity hash of its type
   */
  static void add(int hash, int type, int lockClass, int task, long at) {
    LOCK.lock();
    try {
      if ((young.used + 1) * 2 > young.hashes.length) {
        makeRoom();
      }
      int i = young.slot(hash);
      if (young.hashes[i] == 0) {
        young.hashes[i] = hash;
        young.used++;
      }
      young.types[i] = type;
      young.classes[i] = lockClass;
      young.owners[i] = 0;
      young.tasks[i] = task;
      young.times[i] = at;
      any = true;
    } finally {
      LOCK.unlock();
    }
  }

  /** The lock added last with that hash was stored in a field of an object. */
  static void own(int hash, int ownerHash) {
    LOCK.lock();
    try {
      int i = young.slot(hash);
      if (young.hashes[i] == hash) {
        young.owners[i] = ownerHash;
      }
    } finally {
      LOCK.unlock();
    }
  }

  private static void makeRoom() {
    if (young.used >= GENERATION) {
      old = young;
      young = new Generation(START);
      return;
    }
    Generation next = new Generation(young.hashes.length * 2);
    for (int k = 0; k < young.hashes.length; k++) {
      if (young.hashes[k] != 0) {
        int i = next.slot(young.hashes[k]);
        next.hashes[i] = young.hashes[k];
        next.types[i] = young.types[k];
        next.classes[i] = young.classes[k];
        next.owners[i] = young.owners[k];
        next.tasks[i] = young.tasks[k];
        next.times[i] = young.times[k];
        next.used++;
      }
    }
    young = next;
  }

  /** What is known of a lock by the hashes that it was added with, or null. */
  static Found find(int hash, int type) {
    if (!any) {
      return null;
    }
    LOCK.lock();
    try {
      Found found = young.find(hash, type);
      return found != null ? found : old.find(hash, type);
    } finally {
      LOCK.unlock();
    }
  }
}
