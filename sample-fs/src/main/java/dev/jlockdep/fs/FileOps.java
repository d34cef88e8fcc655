package dev.jlockdep.fs;

import java.io.IOException;

/** Operations on one file that change its mapping. */
final class FileOps {
  private FileOps() {}

  /**
   * Under sb_writers: nobody may write, map or load pages, and no direct transfer may be in flight,
   * while blocks are put under the range.
   */
  static void fallocate(SampleFs fs, Inode inode, long offset, long length) throws IOException {
    inode.iRwsem().lockWrite();
    try {
      inode.invalidateLock().lockWrite();
      try {
        inode.dioCount().await();
        long end = Math.addExact(offset, length);
        long firstBlock = offset / DiskFormat.BLOCK;
        inode.allocate(fs.allocGroup(), firstBlock, Transfer.blocksUpTo(end));
        inode.growTo(end);
      } finally {
        inode.invalidateLock().unlockWrite();
      }
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }
}
