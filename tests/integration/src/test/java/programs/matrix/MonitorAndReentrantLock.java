package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A monitor and a reentrant lock, both ways. */
public final class MonitorAndReentrantLock {
  private MonitorAndReentrantLock() {}

  static final Object MONITOR = new Object();
  static final ReentrantLock LOCK = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(MonitorAndReentrantLock::forward, MonitorAndReentrantLock::backward);
  }

  static void forward() {
    synchronized (MONITOR) { // on the circle
      LOCK.lock(); // on the circle
      LOCK.unlock();
    }
  }

  static void backward() {
    LOCK.lock(); // on the circle
    try {
      synchronized (MONITOR) { // on the circle
        MONITOR.hashCode();
      }
    } finally {
      LOCK.unlock();
    }
  }
}
