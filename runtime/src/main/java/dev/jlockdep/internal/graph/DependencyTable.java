package dev.jlockdep.internal.graph;

import java.util.ArrayList;
import java.util.Arrays;

/**
 * All dependencies by number, by their parts, by what they lead from and by what they lead to. Flat
 * int lists: there may be a million. Numbers start at 0; -1 is none. Not thread-safe.
 */
final class DependencyTable {
  static final int NONE = -1;
  private final ArrayList<Dep> all = new ArrayList<>();
  /** Beside {@link #all}: node held, class requested and mode, as {@link #key} packs them. */
  private long[] keys = new long[64];
  private int[] nextFrom = new int[64];
  private int[] nextInto = new int[64];
  /** Open-addressed: number + 1, or 0 for free. */
  private int[] slots = new int[256];
  /** By node. */
  private int[] firstFrom = filled(128);
  private int[] lastFrom = filled(128);
  /** By class number. */
  private int[] firstInto = filled(64);

  private static int[] filled(int length) {
    int[] a = new int[length];
    Arrays.fill(a, NONE);
    return a;
  }

  private static long key(int fromNode, int toClass, int toMode) {
    return (long) fromNode << 32 | (long) toClass << 2 | toMode;
  }

  /** The number of the dependency, or {@link #NONE}. */
  int find(int fromNode, int toClass, int toMode) {
    long key = key(fromNode, toClass, toMode);
    int number;
    for (int i = start(key); (number = slots[i] - 1) >= 0; i = i + 1 & slots.length - 1) {
      if (keys[number] == key) {
        return number;
      }
    }
    return NONE;
  }

  private int start(long key) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> 32) & slots.length - 1;
  }

  int numberOf(Dep d) {
    return find(d.fromNode(), d.to.id, d.toMode);
  }

  /** Appends a dependency that is not there yet. */
  int add(Dep d) {
    int number = all.size();
    makeRoom(number, d);
    all.add(d);
    int from = d.fromNode();
    keys[number] = key(from, d.to.id, d.toMode);
    nextFrom[number] = NONE;
    if (firstFrom[from] == NONE) {
      firstFrom[from] = number;
    } else {
      nextFrom[lastFrom[from]] = number;
    }
    lastFrom[from] = number;
    nextInto[number] = firstInto[d.to.id];
    firstInto[d.to.id] = number;
    enter(number);
    return number;
  }

  /** Memory can run out in between: the array that is asked for its length comes last. */
  private void makeRoom(int number, Dep d) {
    if (number == keys.length) {
      int capacity = number + (number >> 2);
      nextFrom = Arrays.copyOf(nextFrom, capacity);
      nextInto = Arrays.copyOf(nextInto, capacity);
      keys = Arrays.copyOf(keys, capacity);
    }
    int top = Math.max(d.from.id, d.to.id);
    if (top >= firstInto.length) {
      int classes = top + 1 + (top >> 2);
      firstFrom = extended(firstFrom, classes * 2);
      lastFrom = extended(lastFrom, classes * 2);
      firstInto = extended(firstInto, classes);
    }
    if (number >= slots.length - (slots.length >> 2)) {
      slots = new int[slots.length * 2];
      for (int i = 0; i < number; i++) {
        enter(i);
      }
    }
  }

  private static int[] extended(int[] a, int length) {
    int[] longer = Arrays.copyOf(a, length);
    Arrays.fill(longer, Math.min(a.length, length), length, NONE);
    return longer;
  }

  private void enter(int number) {
    int i = start(keys[number]);
    while (slots[i] != 0) {
      i = i + 1 & slots.length - 1;
    }
    slots[i] = number + 1;
  }

  ArrayList<Dep> all() {
    return all;
  }

  Dep get(int number) {
    return all.get(number);
  }

  int size() {
    return all.size();
  }

  int fromNode(int number) {
    return (int) (keys[number] >>> 32);
  }

  int toClass(int number) {
    return (int) keys[number] >>> 2;
  }

  int toMode(int number) {
    return (int) keys[number] & 3;
  }

  /** The oldest dependency from a node; may be asked for any node. */
  int firstFrom(int node) {
    return node < firstFrom.length ? firstFrom[node] : NONE;
  }

  int nextFrom(int number) {
    return nextFrom[number];
  }

  /** The newest dependency to a class; may be asked for any class. */
  int firstInto(int lockClass) {
    return lockClass < firstInto.length ? firstInto[lockClass] : NONE;
  }

  int nextInto(int number) {
    return nextInto[number];
  }
}
