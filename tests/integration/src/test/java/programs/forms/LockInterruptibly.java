package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Interruptible acquires, both ways. */
public final class LockInterruptibly {
  private LockInterruptibly() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A));
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) throws InterruptedException {
    outer.lockInterruptibly(); // on the circle
    inner.lockInterruptibly(); // on the circle
    inner.unlock();
    outer.unlock();
  }
}
