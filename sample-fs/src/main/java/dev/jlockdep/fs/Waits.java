package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import java.util.concurrent.CountDownLatch;

/** Waits that an interrupt does not end; the interrupt is kept for the caller. */
final class Waits {
  private Waits() {}

  static void uninterruptibly(CountDownLatch latch) {
    run(latch::await);
  }

  static void join(Thread thread) {
    run(thread::join);
  }

  /** The calling thread is about to wait for a lock that it has asked for already. */
  static void blocked(Object lock, String lockClass) {
    try {
      rescue(lockClass);
    } catch (Rescued e) {
      Lockdep.acquireFailed(lock);
      throw e;
    }
  }

  static void rescue(String lockClass) {
    if (lockClass.equals(Task.current().rescuedAt())) {
      throw new Rescued(lockClass);
    }
  }

  private static void run(Step step) {
    boolean interrupted = false;
    for (; ; ) {
      try {
        step.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Step {
    void await() throws InterruptedException;
  }
}
