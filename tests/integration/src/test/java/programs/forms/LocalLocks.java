package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Locks that are only ever in local variables. */
public final class LocalLocks {
  private LocalLocks() {}

  public static void main(String[] args) throws Exception {
    ReentrantLock a = new ReentrantLock();
    ReentrantLock b = new ReentrantLock();
    Turns.inOrder(() -> nested(a, b), () -> nested(b, a));
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock(); // on the circle
    inner.lock(); // on the circle
    inner.unlock();
    outer.unlock();
  }
}
