package programs.forms;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import programs.Turns;

/** A writer becomes a reader without letting go: legal. */
public final class Downgrade {
  private Downgrade() {}

  static final ReentrantReadWriteLock RW = new ReentrantReadWriteLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(Downgrade::downgrade, Downgrade::downgrade);
  }

  static void downgrade() {
    RW.writeLock().lock();
    RW.readLock().lock();
    RW.writeLock().unlock();
    RW.readLock().unlock();
  }
}
