package programs.forms;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/**
 * Readers in both orders, and one thread that writes under A so often that its place is well known,
 * then once under B at the same place: that writer can queue as well.
 */
public final class WritersInTurn {
  private WritersInTurn() {}

  static final ReentrantReadWriteLock A = new ReentrantReadWriteLock();
  static final ReentrantReadWriteLock B = new ReentrantReadWriteLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A), WritersInTurn::writeOften);
  }

  static void nested(ReentrantReadWriteLock outer, ReentrantReadWriteLock inner) {
    outer.readLock().lock(); // on the circle
    inner.readLock().lock(); // on the circle
    inner.readLock().unlock();
    outer.readLock().unlock();
  }

  static void writeOften() {
    for (int i = 0; i < 10_000; i++) {
      write(A);
    }
    write(B);
  }

  static void write(ReentrantReadWriteLock lock) {
    lock.writeLock().lock();
    lock.writeLock().unlock();
  }
}
