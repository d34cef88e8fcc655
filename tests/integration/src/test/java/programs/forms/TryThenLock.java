package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A lock that was taken by trying is held like any other. */
public final class TryThenLock {
  private TryThenLock() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(TryThenLock::forward, TryThenLock::backward);
  }

  static void forward() {
    if (A.tryLock()) { // on the circle
      B.lock(); // on the circle
      B.unlock();
      A.unlock();
    }
  }

  static void backward() {
    B.lock(); // on the circle
    A.lock(); // on the circle
    A.unlock();
    B.unlock();
  }
}
