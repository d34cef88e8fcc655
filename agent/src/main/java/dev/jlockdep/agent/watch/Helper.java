package dev.jlockdep.agent.watch;

import dev.jlockdep.LockdepControl;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Runs what could block on a daemon thread of its own, so that the watch does not share the fate of
 * those it watches. The thread ends when it has had nothing to do for a while.
 */
final class Helper {
  private static final long PATIENCE_MILLIS = 500;
  private static final long IDLE_MILLIS = 2000;

  private final String name;
  private Job job;
  private boolean alive;

  /** Guarded by the helper's monitor, apart from {@code work}. */
  private static final class Job {
    final Callable<?> work;
    Object result;
    boolean taken;
    boolean done;

    Job(Callable<?> work) {
      this.work = work;
    }
  }

  Helper(String name) {
    this.name = name;
  }

  /** The result, or null when it failed, takes too long, or an earlier call is still stuck. */
  @SuppressWarnings("unchecked")
  synchronized <T> T call(Callable<T> work) {
    if (job != null && !job.done) {
      return null;
    }
    Job own = new Job(work);
    job = own;
    if (!alive) {
      alive = true;
      Thread thread = new Thread(this::run, name);
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    await(() -> own.done, end);
    return own.done ? (T) own.result : null;
  }

  private void run() {
    LockdepControl.pause();
    for (Job next = take(); next != null; next = take()) {
      Object result = null;
      try {
        result = next.work.call();
      } catch (Exception | LinkageError e) {
        // no result is the answer
      }
      finish(next, result);
    }
  }

  private synchronized Job take() {
    await(() -> job != null && !job.taken, System.nanoTime() + IDLE_MILLIS * 1_000_000);
    if (job == null || job.taken) {
      alive = false;
      return null;
    }
    job.taken = true;
    return job;
  }

  private synchronized void finish(Job finished, Object result) {
    finished.result = result;
    finished.done = true;
    notifyAll();
  }

  /** Waits on this monitor, which the caller holds. */
  private void await(BooleanSupplier condition, long end) {
    boolean interrupted = false;
    long left = end - System.nanoTime();
    while (!condition.getAsBoolean() && left > 0) {
      try {
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException e) {
        interrupted = true;
        left = 0;
        continue;
      }
      left = end - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
