package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A lock is released by a thread that does not hold it. */
public final class BadRelease {
  private BadRelease() {}

  static final ReentrantLock LOCK = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    LOCK.lock();
    Turns.inOrder(BadRelease::release);
    LOCK.unlock();
  }

  static void release() {
    try {
      LOCK.unlock();
      throw new IllegalStateException("the main thread holds it");
    } catch (IllegalMonitorStateException expected) {
      // as without an agent
    }
  }
}
