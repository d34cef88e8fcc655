package programs.forms;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** One read and the other written, both ways. */
public final class ReadThenWrite {
  private ReadThenWrite() {}

  static final ReentrantReadWriteLock A = new ReentrantReadWriteLock();
  static final ReentrantReadWriteLock B = new ReentrantReadWriteLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> nested(A, B), () -> nested(B, A));
  }

  static void nested(ReentrantReadWriteLock read, ReentrantReadWriteLock written) {
    read.readLock().lock(); // on the circle
    written.writeLock().lock(); // on the circle
    written.writeLock().unlock();
    read.readLock().unlock();
  }
}
