package programs.matrix;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A latch is awaited under a lock that the counting side needs. */
public final class LatchUnderLock {
  private LatchUnderLock() {}

  static final ReentrantLock LOCK = new ReentrantLock();
  static final CountDownLatch LATCH = new CountDownLatch(1);

  public static void main(String[] args) throws Exception {
    Turns.interruptStuck(Turns.start("first", LatchUnderLock::await));
    Turns.start("second", LatchUnderLock::count).join();
  }

  static void await() {
    LOCK.lock(); // on the circle
    try {
      LATCH.await(); // on the circle
    } catch (InterruptedException expected) {
      // the way out of a count that cannot come
    } finally {
      LOCK.unlock();
    }
  }

  static void count() {
    LOCK.lock(); // on the circle
    LATCH.countDown();
    LOCK.unlock();
  }
}
