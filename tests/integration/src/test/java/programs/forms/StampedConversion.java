package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** A read stamp converted to a write stamp is still held. */
public final class StampedConversion {
  private StampedConversion() {}

  static final StampedLock STAMPED = new StampedLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(StampedConversion::forward, StampedConversion::backward);
  }

  static void forward() {
    long read = STAMPED.readLock();
    long write = STAMPED.tryConvertToWriteLock(read);
    B.lock(); // on the circle
    B.unlock();
    STAMPED.unlockWrite(write);
  }

  static void backward() {
    B.lock(); // on the circle
    long stamp = STAMPED.writeLock(); // on the circle
    STAMPED.unlockWrite(stamp);
    B.unlock();
  }
}
