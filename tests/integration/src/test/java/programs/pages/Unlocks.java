package programs.pages;

import java.util.concurrent.locks.ReentrantLock;

/** BAD_RELEASE: a return before the lock is taken, inside the try that releases it. */
public final class Unlocks {
  private final ReentrantLock lock = new ReentrantLock();
  private int total;

  void add(int amount) {
    try {
      if (amount == 0) {
        return;
      }
      lock.lock();
      total += amount;
    } finally {
      lock.unlock();
    }
  }

  public static void main(String[] args) {
    Unlocks ledger = new Unlocks();
    ledger.add(5);
    try {
      ledger.add(0);
    } catch (IllegalMonitorStateException swallowed) {
      System.out.println("went on");
    }
  }
}
