package dev.jlockdep.internal.graph;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * Weak identity map with lock-free reads: open addressing over an array of {@link Entry}, which are
 * weak references that carry their data. Entries of dead keys are taken out as the collector reports
 * them, whenever something is added, so memory follows the number of live keys.
 *
 * <p>A reader that races a writer may miss an entry that is being added or moved; the caller then
 * asks again through {@link #add}, which decides under the lock. The queue's own lock is taken only
 * inside {@link #add}, which runs with the hooks of its thread disabled.
 */
public final class WeakTable {
  /** One key and, in subclasses, its data. */
  public abstract static class Entry extends WeakReference<Object> {
    /** Identity hash of the key. */
    public final int hash;

    protected Entry(Object key, int hash, WeakTable table) {
      super(key, table.queue);
      this.hash = hash;
    }
  }

  /** Dead entries taken out for each one added, so that no single add pays for all. */
  private static final int PURGE_MAX = 8;
  private static final Entry[] NONE = {};

  private final SpinLock lock = new SpinLock();
  private final ReferenceQueue<Object> queue = new ReferenceQueue<>();
  private final int capacityMin;
  private volatile Entry[] table;
  private int used;

  public WeakTable(int capacity) {
    capacityMin = capacity;
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
    Entry[] dead = dead();
    lock.lock();
    try {
      for (int i = 0; i < dead.length && dead[i] != null; i++) {
        takeOut(dead[i]);
      }
      Entry there = get(key, fresh.hash);
      if (there != null) {
        return there;
      }
      if ((used + 1) * 2 > table.length) {
        resize();
      }
      insert(table, fresh);
      used++;
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Some entries whose keys are gone. Not under the lock: the queue has one of its own, at which a
   * virtual thread may be unmounted, and others that are pinned would spin for ours on all carriers.
   */
  private Entry[] dead() {
    Reference<?> first = queue.poll();
    if (first == null) {
      return NONE;
    }
    Entry[] dead = new Entry[PURGE_MAX];
    dead[0] = (Entry) first;
    for (int i = 1; i < PURGE_MAX; i++) {
      dead[i] = (Entry) queue.poll();
      if (dead[i] == null) {
        break;
      }
    }
    return dead;
  }

  /** Takes the entry of a key out; returns it, or null. */
  public Entry remove(Object key) {
    lock.lock();
    try {
      Entry e = get(key);
      if (e != null) {
        takeOut(e);
      }
      return e;
    } finally {
      lock.unlock();
    }
  }

  /** Number of entries, dead ones that wait to be taken out included: for statistics. */
  public int used() {
    return used;
  }

  /** Closes the gap by moving later entries of the run down (Knuth 6.4, algorithm R). */
  private void takeOut(Entry dead) {
    Entry[] t = table;
    int mask = t.length - 1;
    int gap = dead.hash & mask;
    while (t[gap] != dead) {
      if (t[gap] == null) {
        return;
      }
      gap = (gap + 1) & mask;
    }
    used--;
    for (int i = (gap + 1) & mask; t[i] != null; i = (i + 1) & mask) {
      int home = t[i].hash & mask;
      if ((i - home & mask) >= (i - gap & mask)) {
        t[gap] = t[i];
        gap = i;
      }
    }
    t[gap] = null;
  }

  private void resize() {
    Entry[] old = table;
    int live = 0;
    for (Entry e : old) {
      if (e != null && !e.refersTo(null)) {
        live++;
      }
    }
    int capacity = Math.max(capacityMin, Integer.highestOneBit(Math.max(1, live)) * 8);
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
