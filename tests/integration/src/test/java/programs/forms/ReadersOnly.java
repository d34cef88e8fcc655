package programs.forms;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** Readers in both orders, and no writer ever. */
public final class ReadersOnly {
  private ReadersOnly() {}

  static final ReentrantReadWriteLock A = new ReentrantReadWriteLock();
  static final ReentrantReadWriteLock B = new ReentrantReadWriteLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A));
  }

  static void nested(ReentrantReadWriteLock outer, ReentrantReadWriteLock inner) {
    outer.readLock().lock();
    inner.readLock().lock();
    inner.readLock().unlock();
    outer.readLock().unlock();
  }
}
