package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.Limits;
import java.util.Arrays;

/**
 * A thread's own count of chains it has seen: open addressing over chain keys. A miss is answered by
 * the slow path. Emptied when the graph says that known chains must be looked at again.
 */
public final class Recent {
  private static final int START = 32;
  private long[] keys;
  private int[] counts;
  private int used;
  private int epoch;

  /** Counts one more sighting of a chain; returns how many that makes. */
  public int seen(long key, int currentEpoch) {
    long[] k = keys;
    if (k == null || epoch != currentEpoch) {
      reset(currentEpoch);
      k = keys;
    }
    int mask = k.length - 1;
    for (int i = (int) (key >>> 32 ^ key) & mask; ; i = (i + 1) & mask) {
      long there = k[i];
      if (there == key) {
        return ++counts[i];
      }
      if (there == 0) {
        return add(key);
      }
    }
  }

  private void reset(int currentEpoch) {
    epoch = currentEpoch;
    if (keys == null) {
      keys = new long[START];
      counts = new int[START];
    } else {
      Arrays.fill(keys, 0);
    }
    used = 0;
  }

  private int add(long key) {
    if (used * 2 >= keys.length) {
      if (used >= Limits.RECENT_MAX) {
        Arrays.fill(keys, 0);
        used = 0;
      } else {
        rehash();
      }
    }
    put(key, 1);
    used++;
    return 1;
  }

  private void put(long key, int n) {
    int mask = keys.length - 1;
    int i = (int) (key >>> 32 ^ key) & mask;
    while (keys[i] != 0) {
      i = (i + 1) & mask;
    }
    keys[i] = key;
    counts[i] = n;
  }

  private void rehash() {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = new long[oldKeys.length * 2];
    counts = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        put(oldKeys[i], oldCounts[i]);
      }
    }
  }
}
