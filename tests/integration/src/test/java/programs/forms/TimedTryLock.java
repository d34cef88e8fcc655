package programs.forms;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** The inner lock is waited for with a time limit: slow at worst. */
public final class TimedTryLock {
  private TimedTryLock() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> both(A, B), () -> both(B, A));
  }

  static void both(ReentrantLock outer, ReentrantLock inner) throws InterruptedException {
    outer.lock();
    if (inner.tryLock(1, TimeUnit.SECONDS)) {
      inner.unlock();
    }
    outer.unlock();
  }
}
