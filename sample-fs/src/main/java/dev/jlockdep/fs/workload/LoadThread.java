package dev.jlockdep.fs.workload;

import dev.jlockdep.Lockdep;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread of a workload, for the time of the run or until something is wrong. */
final class LoadThread extends Thread {
  private final Workload workload;
  private final int index;
  private final Mounts mounts;
  private final SoakOptions options;
  private volatile long steps;
  private volatile Throwable failure;

  LoadThread(Workload workload, int index, Mounts mounts, SoakOptions options) {
    super(workload.id() + "-" + index);
    this.workload = workload;
    this.index = index;
    this.mounts = mounts;
    this.options = options;
    setDaemon(true);
  }

  Workload workload() {
    return workload;
  }

  long steps() {
    return steps;
  }

  /** Why it ended early, or null. */
  Throwable failure() {
    return failure;
  }

  @Override
  public void run() {
    long done = 0;
    try {
      Random random = new Random(options.seed() * 31 + getName().hashCode());
      Worker worker = workload.maker().make(mounts, index, random);
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.millis());
      long next = System.nanoTime();
      while (System.nanoTime() < end) {
        worker.step();
        done++;
        next = pace(next);
      }
      worker.end();
      Lockdep.assertNothingHeld("the end of a workload");
    } catch (Throwable e) {
      failure = e;
    } finally {
      steps = done;
    }
  }

  private long pace(long before) {
    if (workload.perSecond() == 0) {
      return before;
    }
    long next = before + TimeUnit.SECONDS.toNanos(1) / workload.perSecond();
    long now = System.nanoTime();
    if (next > now) {
      LockSupport.parkNanos(next - now);
      return next;
    }
    return now; // late: it does not catch up
  }
}
