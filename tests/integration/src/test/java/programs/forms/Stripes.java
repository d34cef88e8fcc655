package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Two stripes of one array of locks, both ways. */
public final class Stripes {
  private Stripes() {}

  static final ReentrantLock[] STRIPES = new ReentrantLock[4];

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < STRIPES.length; i++) {
      STRIPES[i] = new ReentrantLock();
    }
    Turns.inOrder(() -> nested(1, 2), () -> nested(2, 1));
  }

  static void nested(int outer, int inner) {
    STRIPES[outer].lock(); // on the circle
    STRIPES[inner].lock(); // on the circle
    STRIPES[inner].unlock();
    STRIPES[outer].unlock();
  }
}
