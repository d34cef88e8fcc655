package programs.forms;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** The Lock and ReadWriteLock views of a stamped lock. */
public final class StampedViews {
  private StampedViews() {}

  static final StampedLock STAMPED = new StampedLock();
  static final ReentrantLock B = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    ReadWriteLock both = STAMPED.asReadWriteLock();
    Turns.inOrder(() -> forward(STAMPED.asReadLock()), () -> backward(both.writeLock()));
  }

  static void forward(Lock view) {
    view.lock(); // on the circle
    B.lock(); // on the circle
    B.unlock();
    view.unlock();
  }

  static void backward(Lock view) {
    B.lock(); // on the circle
    view.lock(); // on the circle
    view.unlock();
    B.unlock();
  }
}
