package dev.jlockdep.internal.graph;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The runtime's only lock: a short spin, then yield. The locks of {@code java.util.concurrent} and
 * monitors are what we watch, so taking one here would call us again. Not re-entrant; sections under
 * it are short, call no foreign code and load no types.
 */
public final class SpinLock {
  private static final int SPINS = 64;
  private final AtomicInteger held = new AtomicInteger();

  public void lock() {
    int spins = 0;
    while (!held.compareAndSet(0, 1)) {
      if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  public void unlock() {
    held.setRelease(0);
  }
}
