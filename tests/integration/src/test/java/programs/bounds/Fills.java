package programs.bounds;

import dev.jlockdep.Lockdep;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * An inversion of A and B; then a hundred lock classes, each pair of neighbours in both orders, and
 * twenty locks held at once.
 */
public final class Fills {
  private static final Object A = new Object();
  private static final Object B = new Object();
  private static final ReentrantLock[] LOCKS = new ReentrantLock[100];
  private static int used;

  private Fills() {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> {
          synchronized (A) {
            synchronized (B) {
              used++;
            }
          }
        },
        () -> {
          synchronized (B) {
            synchronized (A) {
              used++;
            }
          }
        });
    for (int i = 0; i < LOCKS.length; i++) {
      LOCKS[i] = new ReentrantLock();
      Lockdep.name(LOCKS[i], "lock " + i);
    }
    Turns.inOrder(
        () -> {
          for (int i = 1; i < LOCKS.length; i++) {
            nested(LOCKS[i - 1], LOCKS[i]);
          }
        },
        () -> {
          for (int i = 1; i < LOCKS.length; i++) {
            nested(LOCKS[i], LOCKS[i - 1]);
          }
        },
        () -> deep(0));
    for (ReentrantLock lock : LOCKS) {
      used -= lock.isLocked() ? 1_000 : 0;
    }
    System.out.println("used " + used);
  }

  private static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock();
    try {
      inner.lock();
      used++;
      inner.unlock();
    } finally {
      outer.unlock();
    }
  }

  private static void deep(int depth) {
    if (depth == 20) {
      return;
    }
    LOCKS[depth].lock();
    try {
      used++;
      deep(depth + 1);
    } finally {
      LOCKS[depth].unlock();
    }
  }
}
