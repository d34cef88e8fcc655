package programs.forms;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Condition.await takes its lock again while a later one is still held. */
public final class AwaitReacquires {
  private AwaitReacquires() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();
  static final Condition READY = A.newCondition();
  static volatile boolean waiting;
  static boolean ready;

  public static void main(String[] args) throws Exception {
    Thread first = Turns.start("first", AwaitReacquires::awaitA);
    while (!waiting) {
      Thread.onSpinWait();
    }
    A.lock();
    ready = true;
    READY.signalAll();
    A.unlock();
    first.join();
    Turns.start("second", AwaitReacquires::forward).join();
  }

  static void awaitA() throws InterruptedException {
    A.lock();
    B.lock(); // on the circle
    waiting = true;
    while (!ready) {
      READY.await(); // on the circle
    }
    B.unlock();
    A.unlock();
  }

  static void forward() {
    A.lock(); // on the circle
    B.lock(); // on the circle
    B.unlock();
    A.unlock();
  }
}
