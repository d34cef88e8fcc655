package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** Three million short-lived locks and monitors, one inside the other, in a small heap. */
public final class ManyLocks {
  private ManyLocks() {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(ManyLocks::use, ManyLocks::use);
  }

  static void use() {
    for (int i = 0; i < 500_000; i++) {
      ReentrantLock lock = new ReentrantLock();
      ReentrantReadWriteLock both = new ReentrantReadWriteLock();
      Object monitor = new Object();
      lock.lock();
      both.readLock().lock();
      synchronized (monitor) {
        monitor.hashCode();
      }
      both.readLock().unlock();
      lock.unlock();
    }
  }
}
