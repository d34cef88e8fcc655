package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Both orders, always under one common lock: they can never meet. */
public final class GateLock {
  private GateLock() {}

  static final ReentrantLock GATE = new ReentrantLock();
  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> underGate(A, B), () -> underGate(B, A));
  }

  static void underGate(ReentrantLock outer, ReentrantLock inner) {
    GATE.lock();
    try {
      outer.lock();
      inner.lock();
      inner.unlock();
      outer.unlock();
    } finally {
      GATE.unlock();
    }
  }
}
