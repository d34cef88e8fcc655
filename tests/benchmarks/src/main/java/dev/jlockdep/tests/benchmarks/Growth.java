package dev.jlockdep.tests.benchmarks;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.AcquireMode;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * A program in which every nesting is new: many declared locks, taken in pairs that agree with one
 * hidden order. It prints what a new dependency costs, in CPU time of the thread that makes it, with
 * the stacks, witnesses and records that the agent keeps, and in heap. Arguments: dependencies
 * (100000), shape (random).
 */
final class Growth {
  private static final int PARTS = 10;
  private static final int LAYERS = 50;
  private static final long SEED = 1;

  private final int dependencies;
  private final String shape;
  private final int classes;
  private final Object[] locks;
  private final int[] order;
  private final Set<Long> taken = new HashSet<>();
  private final Random random = new Random(SEED);
  private int next;

  private Growth(int dependencies, String shape) {
    this.dependencies = dependencies;
    this.shape = shape;
    boolean chain = shape.endsWith("chain");
    this.classes = Math.min(60_000, chain ? dependencies + 1 : Math.max(200, dependencies / 10));
    this.locks = new Object[classes];
    this.order = new int[classes];
  }

  public static void main(String[] args) {
    if (!Lockdep.active()) {
      throw new IllegalStateException("nothing watches this JVM");
    }
    new Growth(
            args.length > 0 ? Integer.parseInt(args[0]) : 100_000,
            args.length > 1 ? args[1] : "random")
        .run();
  }

  private void run() {
    declare();
    long heapBefore = heap();
    long nanosAll = 0;
    long nanosPart = 0;
    for (int part = 0; part < PARTS; part++) {
      nanosPart = add(dependencies / PARTS);
      nanosAll += nanosPart;
    }
    taken.clear();
    long heapAfter = heap();
    int known = LockdepControl.graph().dependencies().size();
    if (known < dependencies || !LockdepControl.findings().isEmpty()) {
      throw new IllegalStateException(
          known + " dependencies known, findings " + LockdepControl.findings().size());
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %d new dependencies over %d classes: mean %.2f us, last tenth %.2f us,"
            + " heap %d B each with their stacks%n",
        shape,
        dependencies,
        classes,
        nanosAll / 1000.0 / dependencies,
        nanosPart / 1000.0 / (dependencies / PARTS),
        (heapAfter - heapBefore) / dependencies);
  }

  /** The order of the classes has nothing to do with the order they were made in, save in chains. */
  private void declare() {
    boolean chain = shape.endsWith("chain");
    for (int i = 0; i < classes; i++) {
      locks[i] = Lockdep.declare(new Object(), "growth" + i, null, "lock");
      int j = chain ? i : random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  private long add(int count) {
    int[] pairs = new int[2 * count];
    for (int i = 0; i < count; i++) {
      pair(pairs, 2 * i);
    }
    long start = cpu();
    for (int i = 0; i < count; i++) {
      nest(locks[order[pairs[2 * i]]], locks[order[pairs[2 * i + 1]]]);
    }
    return cpu() - start;
  }

  private void pair(int[] pairs, int at) {
    int before;
    int after;
    switch (shape) {
      case "forward-chain":
        before = next++;
        after = before + 1;
        break;
      case "reverse-chain":
        before = classes - 2 - next++;
        after = before + 1;
        break;
      case "layered":
        int width = classes / LAYERS;
        do {
          int layer = random.nextInt(LAYERS - 1);
          before = layer * width + random.nextInt(width);
          after = (layer + 1) * width + random.nextInt(width);
        } while (!taken.add((long) before * classes + after));
        break;
      case "random":
        int one;
        int other;
        do {
          one = random.nextInt(classes);
          other = random.nextInt(classes);
          before = Math.min(one, other);
          after = Math.max(one, other);
        } while (one == other || !taken.add((long) before * classes + after));
        break;
      default:
        throw new IllegalArgumentException("shape \"" + shape + "\"");
    }
    pairs[at] = before;
    pairs[at + 1] = after;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void nest(Object outer, Object inner) {
    Lockdep.acquire(outer, AcquireMode.EXCLUSIVE);
    Lockdep.acquire(inner, AcquireMode.EXCLUSIVE);
    Lockdep.release(inner);
    Lockdep.release(outer);
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
