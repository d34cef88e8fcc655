package programs.pages;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** UNGUARDED: extents are removed under the write lock, and once under the read lock. */
public final class Extents {
  private final ReentrantReadWriteLock mapping =
      Lockdep.name(new ReentrantReadWriteLock(), "mapping");

  private void remove() {
    Lockdep.requires("extent removal", mapping, AcquireMode.EXCLUSIVE);
  }

  void truncate() {
    mapping.writeLock().lock();
    try {
      remove();
    } finally {
      mapping.writeLock().unlock();
    }
  }

  void punchHole() {
    mapping.readLock().lock();
    try {
      remove();
    } finally {
      mapping.readLock().unlock();
    }
  }

  public static void main(String[] args) {
    Extents file = new Extents();
    file.truncate();
    file.punchHole();
  }
}
