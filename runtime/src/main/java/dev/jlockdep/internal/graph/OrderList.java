package dev.jlockdep.internal.graph;

import java.util.Arrays;

/**
 * A linear order of small numbers in which any number can be moved next to any other: a linked list
 * with labels that ascend along it. Where two labels leave no room between them, the smallest
 * enclosing range of labels that is sparse enough is spread anew (Bender, Cole, Demaine,
 * Farach-Colton, Zito 2002), which is logarithmic on average whatever the order of the moves.
 *
 * <p>Number 0 is the head and is never moved. Not thread-safe.
 */
final class OrderList {
  static final int HEAD = 0;
  private static final int BITS = 62;
  private static final long STEP = 1L << 32;
  /** How many numbers a range of 2^i labels may hold after it was spread: (4/3)^i. */
  private static final long[] ROOM = rooms();

  private long[] label;
  private int[] next;
  private int[] prev;

  OrderList(int capacity) {
    label = new long[capacity];
    next = new int[capacity];
    prev = new int[capacity];
  }

  private static long[] rooms() {
    long[] rooms = new long[BITS + 1];
    double room = 1;
    for (int i = 1; i < BITS; i++) {
      room = room * 4 / 3;
      rooms[i] = (long) room;
    }
    rooms[BITS] = Long.MAX_VALUE;
    return rooms;
  }

  void grow(int capacity) {
    label = Arrays.copyOf(label, capacity);
    next = Arrays.copyOf(next, capacity);
    prev = Arrays.copyOf(prev, capacity);
  }

  /** Ascends along the list; only good for comparing until the next move. */
  long label(int x) {
    return label[x];
  }

  int next(int x) {
    return next[x];
  }

  int prev(int x) {
    return prev[x];
  }

  void remove(int x) {
    next[prev[x]] = next[x];
    prev[next[x]] = prev[x];
  }

  void insertAfter(int place, int x) {
    link(place, x);
    number(x, x, 1);
  }

  /** Inserts the first {@code count} numbers of an array, in its order. */
  void insertAfter(int place, int[] xs, int count) {
    if (count == 0) {
      return;
    }
    int last = place;
    for (int i = 0; i < count; i++) {
      link(last, xs[i]);
      last = xs[i];
    }
    number(xs[0], last, count);
  }

  private void link(int place, int x) {
    int after = next[place];
    prev[x] = place;
    next[x] = after;
    next[place] = x;
    prev[after] = x;
  }

  /** Gives labels to a linked run that has none. */
  private void number(int first, int last, int count) {
    int before = prev[first];
    int after = next[last];
    long low = label[before];
    long high = after == HEAD ? 1L << BITS : label[after];
    long step = (high - low) / (count + 1);
    if (step == 0) {
      spread(before, after, count);
    } else if (before == HEAD && after != HEAD && step > STEP) {
      assign(first, count, high - STEP * (count + 1), STEP);
    } else if (after == HEAD && before != HEAD && step > STEP) {
      assign(first, count, low, STEP);
    } else {
      assign(first, count, low, step);
    }
  }

  private void assign(int first, int count, long low, long step) {
    long l = low;
    for (int i = 0, x = first; i < count; i++, x = next[x]) {
      l += step;
      label[x] = l;
    }
  }

  /** Numbers everything in the smallest range round the gap that has room. */
  private void spread(int before, int after, int fresh) {
    int left = before;
    int right = after;
    long count = fresh;
    for (int bits = 1; ; bits++) {
      long low = label[before] >>> bits << bits;
      long high = low + (1L << bits);
      while (left != HEAD && label[left] >= low) {
        left = prev[left];
        count++;
      }
      while (right != HEAD && label[right] < high) {
        right = next[right];
        count++;
      }
      long step = (high - low) / (count + 1);
      if (count <= ROOM[bits] && step > 1) {
        assign(next[left], (int) count, low, step);
        return;
      }
    }
  }

  /** Throws when labels do not ascend; returns how many numbers are in the list. */
  int checkInvariants() {
    int count = 0;
    for (int x = next[HEAD], last = HEAD; x != HEAD; last = x, x = next[x]) {
      if (prev[x] != last || label[x] <= label[last] || label[x] >= 1L << BITS) {
        throw new AssertionError("order broken at " + x);
      }
      count++;
    }
    return count;
  }
}
