package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.StampedLock;

/** StampedLock: not re-entrant in any mode. */
final class StampedRowLock extends RowLock {
  private final StampedLock lock;
  private final Deque<Long> readStamps = new ArrayDeque<>();
  private long writeStamp;
  private long lastReadStamp;

  StampedRowLock(String lockClass) {
    lock = Lockdep.name(new StampedLock(), lockClass);
  }

  @Override
  Object object() {
    return lock;
  }

  @Override
  void acquire(Access access) {
    if (access == Access.READ) {
      readStamps.push(lock.readLock());
    } else {
      writeStamp = lock.writeLock();
    }
  }

  /** A release too many is made with the stamp of the last hold, as a careless program would. */
  @Override
  void release(Access access) {
    if (access == Access.READ) {
      lastReadStamp = readStamps.isEmpty() ? lastReadStamp : readStamps.pop();
      lock.unlockRead(lastReadStamp);
    } else {
      lock.unlockWrite(writeStamp);
    }
  }
}
