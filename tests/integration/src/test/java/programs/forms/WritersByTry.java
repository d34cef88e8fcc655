package programs.forms;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** Readers in both orders, and one thread that is the first writer of both, one inside the other. */
public final class WritersByTry {
  private WritersByTry() {}

  static final ReentrantReadWriteLock A = new ReentrantReadWriteLock();
  static final ReentrantReadWriteLock B = new ReentrantReadWriteLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A), WritersByTry::write);
  }

  static void nested(ReentrantReadWriteLock outer, ReentrantReadWriteLock inner) {
    outer.readLock().lock(); // on the circle
    inner.readLock().lock(); // on the circle
    inner.readLock().unlock();
    outer.readLock().unlock();
  }

  static void write() {
    if (A.writeLock().tryLock()) {
      if (B.writeLock().tryLock()) {
        B.writeLock().unlock();
      }
      A.writeLock().unlock();
    }
  }
}
