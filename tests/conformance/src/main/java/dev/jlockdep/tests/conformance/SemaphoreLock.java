package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import java.util.concurrent.Semaphore;

/** A Semaphore with one permit, used as a mutex. */
final class SemaphoreLock extends RowLock {
  private final Semaphore semaphore;

  SemaphoreLock(String lockClass) {
    semaphore = Lockdep.name(new Semaphore(1), lockClass);
  }

  @Override
  Object object() {
    return semaphore;
  }

  @Override
  void acquire(Access access) {
    semaphore.acquireUninterruptibly();
  }

  @Override
  void release(Access access) {
    semaphore.release();
  }
}
