package programs.forms;

import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** A stamped lock, read and written, against a monitor. */
public final class StampedAbba {
  private StampedAbba() {}

  static final StampedLock STAMPED = new StampedLock();
  static final Object M = new Object();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(StampedAbba::readThenMonitor, StampedAbba::monitorThenWrite);
  }

  static void readThenMonitor() {
    long stamp = STAMPED.readLock(); // on the circle
    synchronized (M) { // on the circle
      STAMPED.unlock(stamp);
    }
  }

  static void monitorThenWrite() {
    synchronized (M) { // on the circle
      long stamp = STAMPED.writeLock(); // on the circle
      STAMPED.unlockWrite(stamp);
    }
  }
}
