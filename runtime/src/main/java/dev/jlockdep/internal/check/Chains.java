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
  private volatile long[] keys = new long[2048];
  private volatile int[] counts = new int[2048];
  private volatile boolean[] onCycle = new boolean[2048];
  private final List<int[]> classes = new ArrayList<>();
  private int used;
  private boolean full;

  /** Whether a chain was seen often enough and is on no cycle. Lock-free, may lag behind. */
  boolean settled(long key) {
    long[] k = keys;
    int[] n = counts;
    if (n.length != k.length) {
      return false;
    }
    int mask = k.length - 1;
    for (int i = (int) (key >>> 32 ^ key) & mask; ; i = (i + 1) & mask) {
      if (k[i] == key) {
        int enough = onCycle[i & onCycle.length - 1]
            ? Limits.SIGHTINGS_HOT : Limits.SIGHTINGS_VIRTUAL;
        return n[i] > enough;
      }
      if (k[i] == 0) {
        return false;
      }
    }
  }

  /** Whether a chain has a dependency on a cycle. Lock-free, may lag behind. */
  boolean hot(long key) {
    long[] k = keys;
    boolean[] h = onCycle;
    if (h.length != k.length) {
      return true;
    }
    int i = slot(k, key);
    return k[i] == key && h[i];
  }

  /** Counts a sighting by one of the threads. */
  void sighted(long key, ThreadState s, boolean hot) {
    int i = slot(keys, key);
    if (keys[i] == 0) {
      if (used >= Limits.CHAINS_MAX) {
        full = true;
        return;
      }
      if ((used + 1) * 2 > keys.length) {
        grow();
        i = slot(keys, key);
      }
      keys[i] = key;
      used++;
      int[] chain = new int[s.depth()];
      for (int c = 0; c < s.depth(); c++) {
        chain[c] = s.stack[c].cls;
      }
      classes.add(chain);
    }
    counts[i]++;
    onCycle[i] |= hot;
  }

  private static int slot(long[] k, long key) {
    int mask = k.length - 1;
    int i = (int) (key >>> 32 ^ key) & mask;
    while (k[i] != 0 && k[i] != key) {
      i = (i + 1) & mask;
    }
    return i;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    long[] k = new long[oldKeys.length * 2];
    int[] n = new int[k.length];
    boolean[] h = new boolean[k.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int j = slot(k, oldKeys[i]);
        k[j] = oldKeys[i];
        n[j] = oldCounts[i];
        h[j] = onCycle[i];
      }
    }
    counts = n;
    onCycle = h;
    keys = k;
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
