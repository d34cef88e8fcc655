package programs.matrix;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** Reader then monitor against monitor then reader, and a writer that can queue between. */
public final class ReaderAndMonitor {
  private ReaderAndMonitor() {}

  static final ReentrantReadWriteLock RW = new ReentrantReadWriteLock();
  static final Object M = new Object();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        ReaderAndMonitor::write, ReaderAndMonitor::readThenMonitor,
        ReaderAndMonitor::monitorThenRead, ReaderAndMonitor::write);
  }

  static void write() {
    RW.writeLock().lock();
    RW.writeLock().unlock();
  }

  static void readThenMonitor() {
    RW.readLock().lock(); // on the circle
    try {
      synchronized (M) { // on the circle
        M.hashCode();
      }
    } finally {
      RW.readLock().unlock();
    }
  }

  static void monitorThenRead() {
    synchronized (M) { // on the circle
      RW.readLock().lock(); // on the circle
      RW.readLock().unlock();
    }
  }
}
