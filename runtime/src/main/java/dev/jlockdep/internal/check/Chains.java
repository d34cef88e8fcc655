package dev.jlockdep.internal.check;

import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.List;

/**
 * All chains seen by any thread: for the dump, and so that the millionth virtual thread need not
 * prove a chain again. Written under the graph lock; {@link #settled} reads without it.
 */
public final class Chains {
  /** Replaced by a longer one as a whole, so that readers never see parts of two. */
  private volatile Table table;
  private final List<int[]> classes = new ArrayList<>();
  private int used;
  private boolean full;

  /** Open addressing; a key of 0 is a free slot. */
  private static final class Table {
    final long[] keys;
    final int[] counts;
    final boolean[] onCycle;

    Table(int length) {
      keys = new long[length];
      counts = new int[length];
      onCycle = new boolean[length];
    }

    int slot(long key) {
      int mask = keys.length - 1;
      int i = (int) (key >>> 32 ^ key) & mask;
      while (keys[i] != 0 && keys[i] != key) {
        i = (i + 1) & mask;
      }
      return i;
    }
  }

  Chains() {
    this(2048);
  }

  /**
   * @param length of the first table, a power of two
   */
  Chains(int length) {
    table = new Table(length);
  }

  /** Whether a chain was seen often enough and is on no cycle. Lock-free, may lag behind. */
  boolean settled(long key) {
    Table t = table;
    int i = t.slot(key);
    return t.keys[i] == key
        && t.counts[i] > (t.onCycle[i] ? Limits.SIGHTINGS_HOT : Limits.SIGHTINGS_VIRTUAL);
  }

  /** Whether a chain has a dependency on a cycle. Lock-free, may lag behind. */
  boolean hot(long key) {
    Table t = table;
    int i = t.slot(key);
    return t.keys[i] == key && t.onCycle[i];
  }

  /** Counts a sighting by one of the threads. */
  void sighted(long key, ThreadState s, boolean hot) {
    Table t = table;
    int i = t.slot(key);
    if (t.keys[i] == 0) {
      if (used >= Limits.CHAINS_MAX) {
        full = true;
        return;
      }
      if ((used + 1) * 2 > t.keys.length) {
        t = longer(t);
        i = t.slot(key);
        table = t;
      }
      t.keys[i] = key;
      used++;
      int[] chain = new int[s.depth()];
      for (int c = 0; c < s.depth(); c++) {
        chain[c] = s.stack[c].cls;
      }
      classes.add(chain);
    }
    t.counts[i]++;
    t.onCycle[i] |= hot;
  }

  private static Table longer(Table old) {
    Table t = new Table(old.keys.length * 2);
    for (int i = 0; i < old.keys.length; i++) {
      if (old.keys[i] != 0) {
        int j = t.slot(old.keys[i]);
        t.keys[j] = old.keys[i];
        t.counts[j] = old.counts[i];
        t.onCycle[j] = old.onCycle[i];
      }
    }
    return t;
  }

  public List<int[]> list() {
    return classes;
  }

  public int count() {
    return used;
  }

  public boolean full() {
    return full;
  }
}
