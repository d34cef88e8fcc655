package dev.jlockdep.fs.nio;

import dev.jlockdep.fs.Inode;
import dev.jlockdep.fs.RwSem;
import java.nio.channels.Channel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file locks of a filesystem. It lives in one JVM, and within a JVM an overlap is an error, so
 * nobody ever waits for one.
 */
final class FileLocks {
  private final RwSem mutex = new RwSem("nio_file_locks", this);
  private final Map<Inode, List<FileLock>> locks = new HashMap<>(); // guarded by mutex

  void add(Inode inode, FileLock added) {
    mutex.lockWrite();
    try {
      List<FileLock> there = locks.computeIfAbsent(inode, i -> new ArrayList<>());
      for (FileLock lock : there) {
        if (lock.overlaps(added.position(), added.size())) {
          throw new OverlappingFileLockException();
        }
      }
      there.add(added);
    } finally {
      mutex.unlockWrite();
    }
  }

  void remove(Inode inode, FileLock lock) {
    removeIf(inode, each -> each == lock);
  }

  /** The channel was closed: its locks are gone. */
  void removeAll(Inode inode, Channel channel) {
    removeIf(inode, lock -> lock.acquiredBy() == channel);
  }

  private void removeIf(Inode inode, java.util.function.Predicate<FileLock> gone) {
    mutex.lockWrite();
    try {
      List<FileLock> there = locks.get(inode);
      if (there != null && there.removeIf(gone) && there.isEmpty()) {
        locks.remove(inode);
      }
    } finally {
      mutex.unlockWrite();
    }
  }
}
