package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** One order before the start and, again, while the child runs. */
public final class BeforeAndDuring {
  private BeforeAndDuring() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();
  static volatile boolean nested;
  static volatile boolean done;

  public static void main(String[] args) throws Exception {
    nested(B, A);
    Thread child = Turns.start("child", BeforeAndDuring::child);
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
