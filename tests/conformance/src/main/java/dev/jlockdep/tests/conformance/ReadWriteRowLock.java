package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** ReentrantReadWriteLock: its readers wait behind a queued writer. */
final class ReadWriteRowLock extends RowLock {
  private final ReentrantReadWriteLock lock;

  ReadWriteRowLock(String lockClass) {
    lock = Lockdep.name(new ReentrantReadWriteLock(), lockClass);
  }

  @Override
  Object object() {
    return lock;
  }

  @Override
  void acquire(Access access) {
    if (access == Access.READ) {
      lock.readLock().lock();
    } else {
      lock.writeLock().lock();
    }
  }

  @Override
  void release(Access access) {
    if (access == Access.READ) {
      lock.readLock().unlock();
    } else {
      lock.writeLock().unlock();
    }
  }
}
