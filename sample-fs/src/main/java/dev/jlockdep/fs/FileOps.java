package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;

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

  /** As {@link #fallocate}, and the size stays: blocks beyond the end are for what may come. */
  static void preallocate(SampleFs fs, Inode inode, long offset, long length) throws IOException {
    inode.iRwsem().lockWrite();
    try {
      inode.allocate(
          fs.allocGroup(), offset / DiskFormat.BLOCK, Transfer.blocksUpTo(offset + length));
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }

  /** Under sb_writers, as {@link #fallocate}. What is cut off must not come back when the file grows. */
  static void truncate(SampleFs fs, Inode inode, long size) throws IOException {
    inode.iRwsem().lockWrite();
    try {
      inode.invalidateLock().lockWrite();
      try {
        inode.dioCount().await();
        if (size < inode.size()) {
          zeroTail(fs, inode, size);
        }
        inode.resize(size);
        long firstGone = Transfer.blocksUpTo(size);
        inode.pageCache().truncate(firstGone, Long.MAX_VALUE);
        Dax.drop(inode, firstGone, Long.MAX_VALUE);
        inode.orderedTree().waitFor(firstGone, Long.MAX_VALUE);
        inode.unmap(fs.allocGroup(), firstGone, Long.MAX_VALUE);
      } finally {
        inode.invalidateLock().unlockWrite();
      }
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }

  private static void zeroTail(SampleFs fs, Inode inode, long size) throws IOException {
    int inPage = (int) (size % Folio.BYTES);
    if (inPage == 0) {
      return;
    }
    if (fs.personality() == Personality.DAX) {
      Dax.zeroTail(fs, inode, size);
      return;
    }
    Folio folio = PageFault.filled(fs, inode, size / Folio.BYTES);
    try {
      ByteBuffer tail = folio.bytes().position(inPage);
      tail.put(new byte[tail.remaining()]);
      folio.markDirty();
    } finally {
      folio.lock().unlock();
    }
  }
}
