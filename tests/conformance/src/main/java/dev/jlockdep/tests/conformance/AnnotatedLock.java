package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hand-written shared lock in the style of the kernel's rwlock: a reader gets in whenever there
 * is no writer inside. The tool knows of it by the calls on {@link Lockdep} only. It never has to
 * wait here, so the waiting is left out.
 */
final class AnnotatedLock extends RowLock {
  private static final int WRITER = -1;

  /** Number of readers inside, or {@link #WRITER}. */
  private final AtomicInteger state = new AtomicInteger();

  AnnotatedLock(String lockClass) {
    Lockdep.declare(this, lockClass, null, "reader-preferring lock");
  }

  @Override
  Object object() {
    return this;
  }

  @Override
  void acquire(Access access) {
    acquire(access == Access.READ ? AcquireMode.RECURSIVE_READ : AcquireMode.EXCLUSIVE);
  }

  void acquire(AcquireMode mode) {
    Lockdep.acquire(this, mode);
    enter(mode == AcquireMode.EXCLUSIVE ? Access.WRITE : Access.READ);
  }

  @Override
  void acquireUnder(Object outer) {
    Lockdep.acquireUnder(this, AcquireMode.EXCLUSIVE, outer);
    enter(Access.WRITE);
  }

  /** Legal or not is the tool's business: a release too many leaves the state alone. */
  @Override
  void release(Access access) {
    Lockdep.release(this);
    int now = state.get();
    if (now != 0) {
      state.set(now == WRITER ? 0 : now - 1);
    }
  }

  private void enter(Access access) {
    int now = state.get();
    expect(access == Access.READ ? now >= 0 : now == 0, access + " access");
    state.set(access == Access.READ ? now + 1 : WRITER);
  }
}
