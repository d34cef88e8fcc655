package dev.jlockdep.internal.graph;

import java.lang.ref.WeakReference;

/**
 * Weak identity map with lock-free reads: open addressing over an array of {@link Entry}, which are
 * weak references that carry their data. Dead entries go when the array is rebuilt, so memory
 * follows the number of live keys without a reference queue (whose lock is watched on newer JDKs).
 *
 * <p>A reader that races a writer may miss an entry that is just being added; the caller then asks
 * again through {@link #add}, which decides under the lock.
 */
public final class WeakTable {
  /** One key and, in subclasses, its data. */
  public abstract static class Entry extends WeakReference<Object> {
    /** Identity hash of the key. */
    public final int hash;

    protected Entry(Object key, int hash) {
      super(key);
      this.hash = hash;
    }
  }

  private final SpinLock lock = new SpinLock();
  private volatile Entry[] table;
  private int used;

  public WeakTable(int capacity) {
    table = new Entry[capacity];
  }

  /** The entry of a key, or null. */
  public Entry get(Object key) {
    return get(key, System.identityHashCode(key));
  }

  public Entry get(Object key, int hash) {
    Entry[] t = table;
    int mask = t.length - 1;
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      Entry e = t[i];
      if (e == null) {
        return null;
      }
      if (e.hash == hash && e.refersTo(key)) {
        return e;
      }
    }
  }

  /** Adds an entry for a key unless one is there; returns the one that is in the table. */
  public Entry add(Object key, Entry fresh) {
    lock.lock();
    try {
      Entry there = get(key, fresh.hash);
      if (there != null) {
        return there;
      }
      if ((used + 1) * 2 > table.length) {
        rebuild();
      }
      insert(table, fresh);
      used++;
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  /** Number of slots in use, dead ones included: for statistics. */
  public int used() {
    return used;
  }

  private void rebuild() {
    Entry[] old = table;
    int live = 0;
    for (Entry e : old) {
      if (e != null && !e.refersTo(null)) {
        live++;
      }
    }
    int capacity = old.length;
    while (capacity > 1024 && live * 8 < capacity) {
      capacity >>= 1;
    }
    while (live * 4 > capacity) {
      capacity <<= 1;
    }
    Entry[] next = new Entry[capacity];
    int kept = 0;
    for (Entry e : old) {
      if (e != null && !e.refersTo(null)) {
        insert(next, e);
        kept++;
      }
    }
    used = kept;
    table = next;
  }

  private static void insert(Entry[] t, Entry e) {
    int mask = t.length - 1;
    int i = e.hash & mask;
    while (t[i] != null) {
      i = (i + 1) & mask;
    }
    t[i] = e;
  }
}
