package dev.jlockdep.fs;

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
