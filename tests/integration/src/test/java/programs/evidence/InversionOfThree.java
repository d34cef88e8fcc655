package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Three instances of one class, each pair in one order only, but in a ring. */
public final class InversionOfThree {
  private InversionOfThree() {}

  static final class Fork {
    final ReentrantLock lock = new ReentrantLock();
  }

  public static void main(String[] args) throws Exception {
    Fork a = new Fork();
    Fork b = new Fork();
    Fork c = new Fork();
    Turns.inOrder(() -> eat(a, b), () -> eat(b, c), () -> eat(c, a));
  }

  static void eat(Fork left, Fork right) {
    left.lock.lock(); // on the circle
    right.lock.lock(); // on the circle
    right.lock.unlock();
    left.lock.unlock();
  }
}
