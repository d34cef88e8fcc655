package programs.forms;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Locks taken by a helper that runs a lambda under the lock. */
public final class WithLockLambdas {
  private WithLockLambdas() {}

  static final Lock A = new ReentrantLock();
  static final Lock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> under(A, () -> under(B, () -> { })), () -> under(B, () -> under(A, () -> { })));
  }

  static void under(Lock lock, Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
