package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** One thread holds three hundred locks at once. */
public final class DeepNesting {
  private DeepNesting() {}

  static final ReentrantLock[] LOCKS = new ReentrantLock[300];

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < LOCKS.length; i++) {
      LOCKS[i] = new ReentrantLock();
    }
    Turns.inOrder(DeepNesting::all, DeepNesting::all);
  }

  static void all() {
    for (ReentrantLock lock : LOCKS) {
      lock.lock();
    }
    for (int i = LOCKS.length - 1; i >= 0; i--) {
      LOCKS[i].unlock();
    }
  }
}
