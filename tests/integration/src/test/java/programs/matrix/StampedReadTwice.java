package programs.matrix;

import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** A StampedLock is read twice by one thread: stuck only if a writer queues between. */
public final class StampedReadTwice {
  private StampedReadTwice() {}

  static final StampedLock LOCK = new StampedLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(StampedReadTwice::readTwice);
  }

  static void readTwice() {
    long outer = LOCK.readLock(); // on the circle
    long inner = LOCK.readLock(); // on the circle
    LOCK.unlockRead(inner);
    LOCK.unlockRead(outer);
  }
}
