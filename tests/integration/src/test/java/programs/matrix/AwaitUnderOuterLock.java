package programs.matrix;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A condition is awaited under an outer lock that the signaller needs. */
public final class AwaitUnderOuterLock {
  private AwaitUnderOuterLock() {}

  static final ReentrantLock OUTER = new ReentrantLock();
  static final ReentrantLock INNER = new ReentrantLock();
  static final Condition READY = INNER.newCondition();
  static boolean ready;

  public static void main(String[] args) throws Exception {
    Turns.interruptStuck(Turns.start("first", AwaitUnderOuterLock::consume));
    Turns.start("second", AwaitUnderOuterLock::produce).join();
  }

  static void consume() {
    OUTER.lock(); // on the circle
    INNER.lock();
    try {
      while (!ready) {
        READY.await(); // on the circle
      }
    } catch (InterruptedException expected) {
      // the way out of a signal that cannot come
    } finally {
      INNER.unlock();
      OUTER.unlock();
    }
  }

  static void produce() {
    OUTER.lock(); // on the circle
    INNER.lock();
    ready = true;
    READY.signalAll();
    INNER.unlock();
    OUTER.unlock();
  }
}
