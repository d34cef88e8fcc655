package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** Optimistic reads and conversions that end unlocked: no lock is held. */
public final class StampedOptimistic {
  private StampedOptimistic() {}

  static final StampedLock STAMPED = new StampedLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(StampedOptimistic::optimistic, StampedOptimistic::backward);
  }

  static void optimistic() {
    long stamp = STAMPED.tryOptimisticRead();
    B.lock();
    B.unlock();
    if (!STAMPED.validate(stamp)) {
      throw new IllegalStateException("nobody writes");
    }
    long read = STAMPED.readLock();
    STAMPED.tryConvertToOptimisticRead(read);
    B.lock();
    B.unlock();
  }

  static void backward() {
    B.lock();
    long stamp = STAMPED.writeLock();
    STAMPED.unlock(stamp);
    B.unlock();
  }
}
