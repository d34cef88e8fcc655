package programs.forms;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** Readers in both orders, and writers that can queue between them. */
public final class ReadersAndWriters {
  private ReadersAndWriters() {}

  static final ReentrantReadWriteLock A = new ReentrantReadWriteLock();
  static final ReentrantReadWriteLock B = new ReentrantReadWriteLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A), () -> write(A), () -> write(B));
  }

  static void nested(ReentrantReadWriteLock outer, ReentrantReadWriteLock inner) {
    outer.readLock().lock(); // on the circle
    inner.readLock().lock(); // on the circle
    inner.readLock().unlock();
    outer.readLock().unlock();
  }

  static void write(ReentrantReadWriteLock lock) {
    lock.writeLock().lock();
    lock.writeLock().unlock();
  }
}
