package dev.jlockdep.internal.graph;

import java.util.Arrays;

/** A binary heap of numbers by a long key, smallest first. Keeps its arrays. Not thread-safe. */
final class LabelHeap {
  private long[] keys = new long[64];
  private int[] values = new int[64];
  private int size;

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The value of the smallest key. */
  int top() {
    return values[0];
  }

  void push(long key, int value) {
    if (size == keys.length) {
      values = Arrays.copyOf(values, size * 2);
      keys = Arrays.copyOf(keys, size * 2);
    }
    int i = size++;
    while (i > 0 && keys[(i - 1) / 2] > key) {
      move((i - 1) / 2, i);
      i = (i - 1) / 2;
    }
    keys[i] = key;
    values[i] = value;
  }

  int pop() {
    int popped = values[0];
    long key = keys[--size];
    int value = values[size];
    int i = 0;
    for (int child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && keys[child + 1] < keys[child]) {
        child++;
      }
      if (keys[child] >= key) {
        break;
      }
      move(child, i);
      i = child;
    }
    keys[i] = key;
    values[i] = value;
    return popped;
  }

  private void move(int from, int to) {
    keys[to] = keys[from];
    values[to] = values[from];
  }
}
