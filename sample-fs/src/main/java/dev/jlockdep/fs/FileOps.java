package dev.jlockdep.fs;

import java.io.IOException;

/** Operations on one file that change its mapping. */
final class FileOps {
  private FileOps() {}

  /**
   * Under sb_writers: nobody may write, map or load pages, and no direct transfer may be in flight,
   * while blocks are put under the range. False when work for this task interrupted the wait: nothing
   * has changed then, and the call is to be made again.
   */
  static boolean fallocate(SampleFs fs, Inode inode, long offset, long length)
      throws IOException {
    inode.iRwsem().lockWrite();
    try {
      inode.invalidateLock().lockWrite();
      try {
        if (!fs.has(Fault.UR_INTERRUPTIBLE_WAIT)) {
          inode.dioCount().await();
        } else if (!inode.dioCount().awaitUnlessWork(Task.current())) {
          return false;
        }
        long end = Math.addExact(offset, length);
        long firstBlock = offset / DiskFormat.BLOCK;
        inode.allocate(fs.allocGroup(), firstBlock, Transfer.blocksUpTo(end));
        inode.growTo(end);
        return true;
      } finally {
        inode.invalidateLock().unlockWrite();
      }
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }
}
