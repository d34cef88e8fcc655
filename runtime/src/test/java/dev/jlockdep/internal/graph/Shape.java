package dev.jlockdep.internal.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Large sequences of dependencies, friendly and hostile to a topological order. */
enum Shape {
  /** Pairs drawn at random, always the lower class first. */
  RANDOM_DAG {
    @Override
    void fill(Sequence s) {
      while (!s.full()) {
        int a = s.random.nextInt(s.classes);
        int b = s.random.nextInt(s.classes);
        s.exclusive(Math.min(a, b), Math.max(a, b));
      }
    }
  },
  /** The same with readers on either side. */
  RANDOM_DAG_READERS {
    @Override
    void fill(Sequence s) {
      while (!s.full()) {
        int a = s.random.nextInt(s.classes);
        int b = s.random.nextInt(s.classes);
        s.add(Math.min(a, b), Math.max(a, b), s.random.nextBoolean(), s.random.nextInt(3));
      }
    }
  },
  /** Ten layers; each class leads to any of the next layer. The last layers come first. */
  LAYERED_BACKWARD {
    @Override
    void fill(Sequence s) {
      int width = s.classes / 10;
      for (int layer = 8; layer >= 0; layer--) {
        for (int i = 0; i < s.size / 9 + 1; i++) {
          int a = layer * width + s.random.nextInt(width);
          s.exclusive(a, (layer + 1) * width + s.random.nextInt(width));
        }
      }
    }
  },
  /** The same, the layers at random. */
  LAYERED_RANDOM {
    @Override
    void fill(Sequence s) {
      int width = s.classes / 10;
      while (!s.full()) {
        int layer = s.random.nextInt(9);
        int a = layer * width + s.random.nextInt(width);
        s.exclusive(a, (layer + 1) * width + s.random.nextInt(width));
      }
    }
  },
  CHAIN_FORWARD {
    @Override
    void fill(Sequence s) {
      for (int i = 0; i + 1 < s.classes; i++) {
        s.exclusive(i, i + 1);
      }
    }
  },
  CHAIN_REVERSE {
    @Override
    void fill(Sequence s) {
      for (int i = s.classes - 2; i >= 0; i--) {
        s.exclusive(i, i + 1);
      }
    }
  },
  /** All classes lead to one first, so that all have their place before the chain comes. */
  CHAIN_OF_PLACED_FORWARD {
    @Override
    void fill(Sequence s) {
      for (int i = 0; i < s.classes; i++) {
        s.exclusive(i, s.classes);
      }
      CHAIN_FORWARD.fill(s);
    }
  },
  CHAIN_OF_PLACED_REVERSE {
    @Override
    void fill(Sequence s) {
      for (int i = s.classes - 1; i >= 0; i--) {
        s.exclusive(i, s.classes);
      }
      CHAIN_REVERSE.fill(s);
    }
  },
  /** The links of a chain in random order. */
  CHAIN_SHUFFLED {
    @Override
    void fill(Sequence s) {
      for (int i : s.shuffled(s.classes - 1)) {
        s.exclusive(i, i + 1);
      }
    }
  },
  /** Two halves, each a chain; then the end of each suffix is led before ever more of the other. */
  ZIPPER {
    @Override
    void fill(Sequence s) {
      int half = s.classes / 2;
      for (int i = 0; i + 1 < half; i++) {
        s.exclusive(i, i + 1);
        s.exclusive(half + i, half + i + 1);
      }
      for (int i = half - 1; i > 0 && !s.full(); i--) {
        s.exclusive(half + i - 1, i);
        s.exclusive(i - 1, half + i - 1);
      }
    }
  },
  /** Held round all others, taken in all others' sections: one class with a lot of neighbours. */
  HUB {
    @Override
    void fill(Sequence s) {
      int half = s.classes / 2;
      for (int i = 0; i < half - 1; i++) {
        s.exclusive(half, half + 1 + i);
        s.exclusive(i, half);
        s.exclusive(half + 1 + s.random.nextInt(half - 1), s.classes);
      }
      while (!s.full()) {
        s.exclusive(s.random.nextInt(half), half + s.random.nextInt(half));
      }
    }
  },
  /** A random DAG, but one of a thousand is against the order. */
  FEW_CYCLES {
    @Override
    void fill(Sequence s) {
      while (!s.full()) {
        int a = s.random.nextInt(s.classes);
        int b = Math.min(s.classes - 1, a + 1 + s.random.nextInt(20));
        if (s.random.nextInt(1000) == 0) {
          s.exclusive(b, a);
        } else {
          s.exclusive(a, b);
        }
      }
    }
  },
  /** No order at all: most classes end in one component. */
  RANDOM_CYCLIC {
    @Override
    void fill(Sequence s) {
      while (!s.full()) {
        s.add(s.random.nextInt(s.classes), s.random.nextInt(s.classes),
            s.random.nextInt(4) == 0, s.random.nextInt(3));
      }
    }
  };

  abstract void fill(Sequence s);

  /** The sequence over so many classes, of about so many dependencies. */
  Sequence sequence(int classes, int size, long seed) {
    Sequence s = new Sequence(classes, size, seed);
    fill(s);
    return s;
  }

  /** Packed dependencies in order; some may come twice. */
  static final class Sequence {
    final int classes;
    final int size;
    final Random random;
    private final List<long[]> chunks = new ArrayList<>();
    private int count;

    Sequence(int classes, int size, long seed) {
      this.classes = classes;
      this.size = size;
      this.random = new Random(seed);
    }

    boolean full() {
      return count >= size;
    }

    int count() {
      return count;
    }

    void exclusive(int from, int to) {
      add(from, to, false, 0);
    }

    void add(int from, int to, boolean shared, int mode) {
      if (from == to) {
        return;
      }
      if (count % 4096 == 0) {
        chunks.add(new long[4096]);
      }
      chunks.get(count / 4096)[count % 4096] =
          (long) from << 32 | (long) to << 3 | (shared ? 4 : 0) | mode;
      count++;
    }

    Dep apply(DependencyGraph graph, LockClass[] lockClasses, int i) {
      long packed = chunks.get(i / 4096)[i % 4096];
      return graph.of(lockClasses[(int) (packed >>> 32)], (packed & 4) != 0,
          lockClasses[(int) packed >>> 3], (int) packed & 3, false);
    }

    int[] shuffled(int n) {
      int[] order = new int[n];
      for (int i = 0; i < n; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      return order;
    }

    /** One more than {@link #classes}: some shapes need one at the end. */
    static LockClass[] lockClasses(int classes) {
      LockClass[] all = new LockClass[classes + 1];
      for (int i = 0; i < all.length; i++) {
        all[i] = new LockClass(i, "class" + i, "lock", "java.lang.Object", false);
      }
      return all;
    }
  }
}
