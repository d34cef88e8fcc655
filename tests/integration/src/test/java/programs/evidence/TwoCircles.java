package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Two independent circles and one that shares a lock: all are told. */
public final class TwoCircles {
  private TwoCircles() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();
  static final ReentrantLock C = new ReentrantLock();
  static final ReentrantLock D = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A));
    Turns.inOrder(() -> nested(C, D), () -> nested(D, C));
    Turns.inOrder(() -> nested(B, C), () -> nested(C, B));
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock();
    inner.lock();
    inner.unlock();
    outer.unlock();
  }
}
