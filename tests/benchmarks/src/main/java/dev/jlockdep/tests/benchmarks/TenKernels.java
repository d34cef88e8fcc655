package dev.jlockdep.tests.benchmarks;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A graph ten times as large as the largest we know, that of the Linux kernel (2,074 lock classes,
 * 22,596 dependencies, depth 30): one program prints, as the graph grows to that size, what an
 * acquire costs that brings a new dependency and what one costs that brings none. Run it with the
 * agent and without; without, no dependency is counted and both columns are the bare lock.
 */
public final class TenKernels {
  private static final int CLASSES = 20_740;
  private static final int DEPENDENCIES = 225_960;
  private static final int DEPTH = 30;
  private static final int STEPS = 5;
  /** Rounds through all chains: enough that none is looked at in full any more, then measured. */
  private static final int WARM = 40;
  private static final int MEASURED = 15;

  private final ReentrantLock[] locks = new ReentrantLock[CLASSES];
  private final Random random;
  private int[][] chains = {};
  private long work;

  private TenKernels(long seed) {
    random = new Random(seed);
    for (int i = 0; i < CLASSES; i++) {
      locks[i] = new ReentrantLock();
      Lockdep.name(locks[i], "class " + i);
    }
  }

  public static void main(String[] args) {
    long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
    System.out.println("seed " + seed + ", JDK " + Runtime.version());
    System.out.println("| dependencies | chains | new, ns per acquire | known, ns per acquire |");
    System.out.println("|---|---|---|---|");
    TenKernels graph = new TenKernels(seed);
    // each chain brings a dependency for each pair of its locks, less those that are there
    int all = DEPENDENCIES / (DEPTH * (DEPTH - 1) / 2) + 4;
    for (int step = 1; step <= STEPS; step++) {
      graph.growTo(all * step / STEPS);
    }
    System.out.println("acquires " + graph.work);
  }

  private void growTo(int count) {
    int first = chains.length;
    chains = Arrays.copyOf(chains, count);
    for (int i = first; i < count; i++) {
      chains[i] = chain();
    }
    long start = System.nanoTime();
    for (int i = first; i < count; i++) {
      nest(chains[i], 0);
    }
    long fresh = System.nanoTime() - start;
    for (int round = 0; round < WARM; round++) {
      all();
    }
    long best = Long.MAX_VALUE;
    for (int round = 0; round < MEASURED; round++) {
      start = System.nanoTime();
      all();
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf(
        "| %,d | %,d | %.1f | %.1f |%n",
        dependencies(), count, (double) fresh / (count - first) / DEPTH,
        (double) best / count / DEPTH);
  }

  private void all() {
    for (int[] chain : chains) {
      nest(chain, 0);
    }
  }

  private void nest(int[] chain, int at) {
    ReentrantLock lock = locks[chain[at]];
    lock.lock();
    try {
      work++;
      if (at + 1 < chain.length) {
        nest(chain, at + 1);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Different lock classes in ascending order, so that no chain closes a circle. */
  private int[] chain() {
    return random.ints(0, CLASSES).distinct().limit(DEPTH).sorted().toArray();
  }

  /** 0 without the agent. */
  private static long dependencies() {
    Object counted = LockdepControl.stats().values().get("dependencies");
    return counted instanceof Number ? ((Number) counted).longValue() : 0;
  }
}
