package dev.jlockdep.tests.benchmarks;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.AcquireMode;
import java.util.BitSet;
import java.util.Locale;
import java.util.Random;

/**
 * A program in which every nesting is new: many declared locks, taken in pairs that agree with one
 * hidden order. It prints what a new dependency costs on the slow path, in time and in heap.
 */
final class Growth {
  private static final int CLASSES = 10_000;
  private static final int DEPENDENCIES = 100_000;
  private static final int PARTS = 10;
  private static final long SEED = 1;

  private final Object[] locks = new Object[CLASSES];
  private final int[] order = new int[CLASSES];
  private final BitSet taken = new BitSet(CLASSES * CLASSES);
  private final Random random = new Random(SEED);

  private Growth() {}

  public static void main(String[] args) {
    if (!Lockdep.active()) {
      throw new IllegalStateException("nothing watches this JVM");
    }
    new Growth().run();
  }

  private void run() {
    declare();
    long heapBefore = heap();
    long nanosAll = 0;
    long nanosPart = 0;
    for (int part = 0; part < PARTS; part++) {
      nanosPart = add(DEPENDENCIES / PARTS);
      nanosAll += nanosPart;
    }
    long heapAfter = heap();
    int known = LockdepControl.graph().dependencies().size();
    if (known < DEPENDENCIES || !LockdepControl.findings().isEmpty()) {
      throw new IllegalStateException(
          known + " dependencies known, findings " + LockdepControl.findings().size());
    }
    System.out.printf(
        Locale.ROOT,
        "%d new dependencies over %d classes: mean %.2f us, last tenth %.2f us,"
            + " heap %d B each with their stacks%n",
        DEPENDENCIES,
        CLASSES,
        nanosAll / 1000.0 / DEPENDENCIES,
        nanosPart / 1000.0 / (DEPENDENCIES / PARTS),
        (heapAfter - heapBefore) / DEPENDENCIES);
  }

  /** The order of the classes has nothing to do with the order they were made in. */
  private void declare() {
    for (int i = 0; i < CLASSES; i++) {
      locks[i] = Lockdep.declare(new Object(), "growth" + i, null, "lock");
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  private long add(int count) {
    long nanos = 0;
    for (int added = 0; added < count; ) {
      int before = random.nextInt(CLASSES);
      int after = random.nextInt(CLASSES);
      int pair = Math.min(before, after) * CLASSES + Math.max(before, after);
      if (before == after || taken.get(pair)) {
        continue;
      }
      taken.set(pair);
      nanos += nest(locks[order[Math.min(before, after)]], locks[order[Math.max(before, after)]]);
      added++;
    }
    return nanos;
  }

  private static long nest(Object outer, Object inner) {
    long start = System.nanoTime();
    Lockdep.acquire(outer, AcquireMode.EXCLUSIVE);
    Lockdep.acquire(inner, AcquireMode.EXCLUSIVE);
    Lockdep.release(inner);
    Lockdep.release(outer);
    return System.nanoTime() - start;
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
