package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** The gate is let go before the inner lock is asked for. */
public final class GateLetGo {
  private GateLetGo() {}

  static final ReentrantLock GATE = new ReentrantLock();
  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A));
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) {
    GATE.lock();
    outer.lock(); // on the circle
    GATE.unlock();
    inner.lock(); // on the circle
    inner.unlock();
    outer.unlock();
  }
}
