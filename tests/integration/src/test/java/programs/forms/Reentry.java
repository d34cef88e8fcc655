package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** Locks entered again while an inner one is held: no new dependency. */
public final class Reentry {
  private Reentry() {}

  static final Object A = new Object();
  static final ReentrantLock L = new ReentrantLock();
  static final ReentrantReadWriteLock RW = new ReentrantReadWriteLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(Reentry::all, Reentry::all);
  }

  static void all() {
    synchronized (A) {
      L.lock();
      RW.readLock().lock();
      synchronized (A) {
        L.lock();
        RW.readLock().lock();
        RW.readLock().unlock();
        L.unlock();
      }
      RW.readLock().unlock();
      L.unlock();
    }
  }
}
