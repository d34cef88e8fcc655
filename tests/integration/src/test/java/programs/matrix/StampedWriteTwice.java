package programs.matrix;

import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** A StampedLock is written by its own writer: alone, and stuck at once. */
public final class StampedWriteTwice {
  private StampedWriteTwice() {}

  static final StampedLock LOCK = new StampedLock();

  public static void main(String[] args) throws Exception {
    Turns.interruptStuck(Turns.start("writer", StampedWriteTwice::writeTwice));
  }

  static void writeTwice() {
    long stamp = LOCK.writeLock(); // on the circle
    try {
      LOCK.unlockWrite(LOCK.writeLockInterruptibly()); // on the circle
    } catch (InterruptedException expected) {
      // the way out of a request that is never granted
    } finally {
      LOCK.unlockWrite(stamp);
    }
  }
}
