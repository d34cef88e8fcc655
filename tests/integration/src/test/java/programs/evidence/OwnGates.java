package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Both orders, each side under a gate of its own. */
public final class OwnGates {
  private OwnGates() {}

  static final ReentrantLock[] GATES = {new ReentrantLock(), new ReentrantLock()};
  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> underGate(GATES[0], A, B), () -> underGate(GATES[1], B, A));
  }

  static void underGate(ReentrantLock gate, ReentrantLock outer, ReentrantLock inner) {
    gate.lock();
    outer.lock(); // on the circle
    inner.lock(); // on the circle
    inner.unlock();
    outer.unlock();
    gate.unlock();
  }
}
