package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** One order before the thread of the other order is started. */
public final class BeforeStart {
  private BeforeStart() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    nested(A, B);
    Turns.start("child", () -> nested(B, A)).join();
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock();
    inner.lock();
    inner.unlock();
    outer.unlock();
  }
}
