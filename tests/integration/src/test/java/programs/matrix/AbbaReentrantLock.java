package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Two reentrant locks, both ways. */
public final class AbbaReentrantLock {
  private AbbaReentrantLock() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(AbbaReentrantLock::forward, AbbaReentrantLock::backward);
  }

  static void forward() {
    A.lock(); // on the circle
    try {
      B.lock(); // on the circle
      B.unlock();
    } finally {
      A.unlock();
    }
  }

  static void backward() {
    B.lock(); // on the circle
    try {
      A.lock(); // on the circle
      A.unlock();
    } finally {
      B.unlock();
    }
  }
}
