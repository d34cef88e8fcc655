package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** The parent takes the other order while the child's thread has not ended. */
public final class WhileChildRuns {
  private WhileChildRuns() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();
  static volatile boolean nested;
  static volatile boolean done;

  public static void main(String[] args) throws Exception {
    Thread child = Turns.start("child", WhileChildRuns::child);
    while (!nested) {
      Thread.onSpinWait();
    }
    nested(B, A);
    done = true;
    child.join();
  }

  static void child() {
    nested(A, B);
    nested = true;
    while (!done) {
      Thread.onSpinWait();
    }
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock(); // on the circle
    inner.lock(); // on the circle
    inner.unlock();
    outer.unlock();
  }
}
