package programs.matrix;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** A reader asks for the write lock with a time limit: in vain, and then it goes on. */
public final class TimedUpgrade {
  private TimedUpgrade() {}

  static final ReentrantReadWriteLock RW = new ReentrantReadWriteLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(TimedUpgrade::upgrade);
  }

  static void upgrade() throws InterruptedException {
    RW.readLock().lock(); // on the circle
    try {
      if (RW.writeLock().tryLock(1, TimeUnit.MILLISECONDS)) { // on the circle
        RW.writeLock().unlock();
      }
    } finally {
      RW.readLock().unlock();
    }
  }
}
