package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** A write stamp that another thread releases: legal. */
public final class StampedHandOver {
  private StampedHandOver() {}

  static final StampedLock STAMPED = new StampedLock();
  static final ReentrantLock B = new ReentrantLock();
  static long stamp;

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> stamp = STAMPED.writeLock(),
        () -> STAMPED.unlockWrite(stamp),
        StampedHandOver::free);
  }

  static void free() {
    B.lock();
    B.unlock();
    STAMPED.unlockWrite(STAMPED.writeLock());
  }
}
