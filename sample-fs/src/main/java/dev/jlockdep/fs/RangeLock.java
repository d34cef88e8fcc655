package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;

/**
 * Locks ranges of a file's blocks (btrfs' extent locks): overlapping ranges exclude each other,
 * disjoint ones do not. Not reentrant; let go on any thread.
 */
public final class RangeLock {
  private final Guard guard = new Guard();
  private final List<long[]> held = new ArrayList<>(); // under guard
  private final List<Thread> waiting = new ArrayList<>(); // under guard
  private final String lockClass;

  RangeLock(String lockClass, Object owner) {
    this.lockClass = lockClass;
    Lockdep.declareRanges(this, lockClass, owner);
  }

  /** Waits until no overlapping range is locked, then locks blocks {@code [from, to)}. */
  public void lock(long from, long to) {
    Lockdep.acquireRange(this, from, to, AcquireMode.EXCLUSIVE);
    if (take(from, to, false)) {
      return;
    }
    try {
      Waits.rescue(lockClass);
    } catch (Rescued e) {
      Lockdep.releaseRange(this, from, to);
      throw e;
    }
    boolean interrupted = false;
    while (!take(from, to, true)) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Locks it if no overlapping range is locked now. */
  public boolean tryLock(long from, long to) {
    boolean taken = take(from, to, false);
    if (taken) {
      Lockdep.tryAcquiredRange(this, from, to, AcquireMode.EXCLUSIVE);
    }
    return taken;
  }

  /** {@code completer} will unlock a range of the calling thread. */
  void handOff(long from, long to, Object completer) {
    Lockdep.handOffRange(this, from, to, completer);
  }

  /** A range that was locked as a whole, on any thread. */
  public void unlock(long from, long to) {
    Lockdep.releaseRange(this, from, to);
    List<Thread> woken;
    guard.acquire(1);
    try {
      if (!held.removeIf(range -> range[0] == from && range[1] == to)) {
        throw new IllegalMonitorStateException(lockClass + " [" + from + "," + to + "): not held");
      }
      woken = List.copyOf(waiting);
      waiting.clear();
    } finally {
      guard.release(1);
    }
    woken.forEach(LockSupport::unpark);
  }

  /** Whether a block of the range is locked. */
  public boolean isLocked(long from, long to) {
    guard.acquire(1);
    try {
      return overlaps(from, to);
    } finally {
      guard.release(1);
    }
  }

  private boolean take(long from, long to, boolean orWait) {
    guard.acquire(1);
    try {
      if (overlaps(from, to)) {
        if (orWait) {
          waiting.add(Thread.currentThread());
        }
        return false;
      }
      held.add(new long[] {from, to});
      return true;
    } finally {
      guard.release(1);
    }
  }

  private boolean overlaps(long from, long to) {
    for (long[] range : held) {
      if (range[0] < to && from < range[1]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return lockClass;
  }

  /** A mutex that nothing else is taken under. */
  private static final class Guard extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean tryAcquire(int unused) {
      return compareAndSetState(0, 1);
    }

    @Override
    protected boolean tryRelease(int unused) {
      setState(0);
      return true;
    }
  }
}
