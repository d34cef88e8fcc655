package dev.jlockdep.internal.graph;

/** Open-addressed map from non-zero longs; no boxing, no removal. Not thread-safe. */
final class LongMap<V> {
  private long[] keys;
  private Object[] values;
  private int size;

  LongMap(int capacity) {
    keys = new long[capacity];
    values = new Object[capacity];
  }

  @SuppressWarnings("unchecked")
  V get(long key) {
    return (V) values[slot(keys, key)];
  }

  void put(long key, V value) {
    if ((size + 1) * 2 > keys.length) {
      grow();
    }
    int i = slot(keys, key);
    if (keys[i] == 0) {
      keys[i] = key;
      size++;
    }
    values[i] = value;
  }

  int size() {
    return size;
  }

  private static int slot(long[] k, long key) {
    int mask = k.length - 1;
    long h = key * 0x9E3779B97F4A7C15L;
    int i = (int) (h >>> 32) & mask;
    while (k[i] != 0 && k[i] != key) {
      i = (i + 1) & mask;
    }
    return i;
  }

  private void grow() {
    long[] oldKeys = keys;
    Object[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new Object[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int j = slot(keys, oldKeys[i]);
        keys[j] = oldKeys[i];
        values[j] = oldValues[i];
      }
    }
  }
}
