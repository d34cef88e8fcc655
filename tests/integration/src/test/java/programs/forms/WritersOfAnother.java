package programs.forms;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** Readers of one pair in both orders; all writers are those of other pairs, which nobody reads. */
public final class WritersOfAnother {
  private final ReentrantReadWriteLock left = new ReentrantReadWriteLock();
  private final ReentrantReadWriteLock right = new ReentrantReadWriteLock();

  private WritersOfAnother() {}

  public static void main(String[] args) throws Exception {
    WritersOfAnother read = new WritersOfAnother();
    Turns.inOrder(
        () -> nested(read.left, read.right),
        () -> nested(read.right, read.left),
        WritersOfAnother::writeOthers);
  }

  static void nested(ReentrantReadWriteLock outer, ReentrantReadWriteLock inner) {
    outer.readLock().lock();
    inner.readLock().lock();
    inner.readLock().unlock();
    outer.readLock().unlock();
  }

  static void writeOthers() {
    for (int i = 0; i < 1_000; i++) {
      WritersOfAnother other = new WritersOfAnother();
      write(other.left);
      write(other.right);
    }
  }

  static void write(ReentrantReadWriteLock lock) {
    lock.writeLock().lock();
    lock.writeLock().unlock();
  }
}
