package programs.matrix;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** A reader asks for the write lock: alone, and stuck at once. */
public final class ReadToWriteUpgrade {
  private ReadToWriteUpgrade() {}

  static final ReentrantReadWriteLock RW = new ReentrantReadWriteLock();

  public static void main(String[] args) throws Exception {
    Turns.interruptStuck(Turns.start("upgrader", ReadToWriteUpgrade::upgrade));
  }

  static void upgrade() {
    RW.readLock().lock(); // on the circle
    try {
      RW.writeLock().lockInterruptibly(); // on the circle
      RW.writeLock().unlock();
    } catch (InterruptedException expected) {
      // the way out of a request that is never granted
    } finally {
      RW.readLock().unlock();
    }
  }
}
