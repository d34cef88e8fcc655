package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** The inner lock is only tried, and both are let go when that fails. */
public final class TryLockBackOff {
  private TryLockBackOff() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> both(A, B), () -> both(B, A));
  }

  static void both(ReentrantLock outer, ReentrantLock inner) {
    while (true) {
      outer.lock();
      if (inner.tryLock()) {
        inner.unlock();
        outer.unlock();
        return;
      }
      outer.unlock();
    }
  }
}
