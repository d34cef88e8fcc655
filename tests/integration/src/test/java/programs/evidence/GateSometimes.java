package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** One of the two orders is also seen once without the gate. */
public final class GateSometimes {
  private GateSometimes() {}

  static final ReentrantLock GATE = new ReentrantLock();
  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> underGate(A, B), () -> underGate(B, A), () -> underGate(A, B), () -> nested(A, B));
  }

  static void underGate(ReentrantLock outer, ReentrantLock inner) {
    GATE.lock();
    nested(outer, inner);
    GATE.unlock();
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock(); // on the circle
    inner.lock(); // on the circle
    inner.unlock();
    outer.unlock();
  }
}
