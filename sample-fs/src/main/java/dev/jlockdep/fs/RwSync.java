package dev.jlockdep.fs;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * The blocking core of the shared/exclusive locks: non-reentrant, first come first served, without
 * ownership. A reader that arrives behind a queued writer waits, even if its thread holds the lock.
 */
final class RwSync extends AbstractQueuedSynchronizer {
  private static final long serialVersionUID = 1L;
  static final int WRITER = -1;
  private static final int ONE = 1;
  private static final int TO_READER = 2;

  @Override
  protected boolean tryAcquire(int unused) {
    return !hasQueuedPredecessors() && compareAndSetState(0, WRITER);
  }

  @Override
  protected boolean tryRelease(int unused) {
    if (getState() != WRITER) {
      throw new IllegalMonitorStateException("not held exclusively");
    }
    setState(0);
    return true;
  }

  @Override
  protected int tryAcquireShared(int unused) {
    return !hasQueuedPredecessors() && addReader() ? 1 : -1;
  }

  @Override
  protected boolean tryReleaseShared(int what) {
    return what == TO_READER ? writerToReader() : removeReader();
  }

  /** As the kernel's down_read_trylock: fails when anyone waits, so that it never barges. */
  boolean tryShared() {
    return !hasQueuedThreads() && addReader();
  }

  boolean tryExclusive() {
    return !hasQueuedThreads() && compareAndSetState(0, WRITER);
  }

  void downgrade() {
    releaseShared(TO_READER);
  }

  void unshare() {
    releaseShared(ONE);
  }

  boolean heldExclusively() {
    return getState() == WRITER;
  }

  int readers() {
    return Math.max(0, getState());
  }

  private boolean addReader() {
    for (int readers = getState(); readers != WRITER; readers = getState()) {
      if (compareAndSetState(readers, readers + ONE)) {
        return true;
      }
    }
    return false;
  }

  private boolean removeReader() {
    for (; ; ) {
      int readers = getState();
      if (readers <= 0) {
        throw new IllegalMonitorStateException("not held shared");
      }
      if (compareAndSetState(readers, readers - ONE)) {
        return readers == ONE;
      }
    }
  }

  private boolean writerToReader() {
    if (getState() != WRITER) {
      throw new IllegalMonitorStateException("not held exclusively");
    }
    setState(ONE);
    return true; // queued readers at the head may come in now
  }
}
