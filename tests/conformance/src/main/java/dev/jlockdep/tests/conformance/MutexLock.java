package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** ReentrantLock as the kernel's mutex. */
final class MutexLock extends RowLock {
  private final ReentrantLock lock;

  MutexLock(String lockClass) {
    lock = Lockdep.name(new ReentrantLock(), lockClass);
  }

  @Override
  Object object() {
    return lock;
  }

  @Override
  void acquire(Access access) {
    lock.lock();
  }

  @Override
  void tryAcquire() {
    expect(lock.tryLock(), "tryLock");
  }

  @Override
  void timedTryAcquire() throws InterruptedException {
    expect(lock.tryLock(10, TimeUnit.SECONDS), "tryLock(10 s)");
  }

  @Override
  void release(Access access) {
    lock.unlock();
  }
}
