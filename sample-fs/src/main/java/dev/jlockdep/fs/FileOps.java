package dev.jlockdep.fs;

import dev.jlockdep.api.Scope;
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
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.EXCLUSIVE)) {
      inode.invalidateLock().lockWrite();
      try {
        if (!fs.has(Fault.UR_INTERRUPTIBLE_WAIT)) {
          inode.dioCount().await();
        } else if (!inode.dioCount().awaitUnlessWork(Task.current())) {
          return false;
        }
        long end = Math.addExact(offset, length);
        long firstBlock = offset / BlockDevice.BLOCK_BYTES;
        inode.blocks().allocate(fs.allocGroup(), firstBlock, Transfer.blocksUpTo(end));
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
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.EXCLUSIVE)) {
      inode.blocks().allocate(
          fs.allocGroup(), offset / BlockDevice.BLOCK_BYTES, Transfer.blocksUpTo(offset + length));
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }

  /** Under sb_writers. What is cut off is given back; what is added reads as zeros. */
  static void truncate(SampleFs fs, Inode inode, long size) throws IOException {
    inode.iRwsem().lockWrite();
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.EXCLUSIVE)) {
      inode.invalidateLock().lockWrite();
      try {
        inode.dioCount().await();
        boolean shorter = size < inode.size();
        if (shorter) {
          zeroPart(fs, inode, size, Transfer.blocksUpTo(size) * BlockDevice.BLOCK_BYTES);
        }
        inode.setSize(size);
        if (shorter) {
          drop(fs, inode, Transfer.blocksUpTo(size), Long.MAX_VALUE);
        }
      } finally {
        inode.invalidateLock().unlockWrite();
      }
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }

  /** Under sb_writers. The range reads as zeros and has blocks; the size is left unless it grows. */
  static void zeroRange(SampleFs fs, Inode inode, long offset, long length) throws IOException {
    long end = Math.addExact(offset, length);
    long first = Transfer.blocksUpTo(offset);
    long last = end / BlockDevice.BLOCK_BYTES;
    inode.iRwsem().lockWrite();
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.EXCLUSIVE)) {
      inode.invalidateLock().lockWrite();
      try {
        inode.dioCount().await();
        if (first > last) {
          zeroPart(fs, inode, offset, end);
        } else {
          zeroPart(fs, inode, offset, first * BlockDevice.BLOCK_BYTES);
          zeroPart(fs, inode, last * BlockDevice.BLOCK_BYTES, end);
          drop(fs, inode, first, last);
        }
        inode.blocks().allocate(
            fs.allocGroup(), offset / BlockDevice.BLOCK_BYTES, Transfer.blocksUpTo(end));
        inode.growTo(end);
        inode.touchModified();
      } finally {
        inode.invalidateLock().unlockWrite();
      }
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }

  /**
   * Under sb_writers. What of the range other files have too is copied, so that a later write allocates
   * nothing. Nobody may store meanwhile.
   */
  static void unshare(SampleFs fs, Inode inode, long offset, long length) throws IOException {
    inode.iRwsem().lockWrite();
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.EXCLUSIVE)) {
      inode.invalidateLock().lockWrite();
      try {
        inode.dioCount().await();
        long from = offset / BlockDevice.BLOCK_BYTES;
        long end = Math.min(Math.addExact(offset, length), inode.size());
        long to = Math.max(from, Transfer.blocksUpTo(end));
        for (long[] run : inode.blocks().shared(fs.allocGroup(), from, to)) {
          inode.blocks().reserve(fs.allocGroup(), run[0], run[1]);
          for (long block = run[0]; block < run[1]; block++) {
            Folio folio = PageFault.filled(fs, inode, block);
            folio.markDirty();
            folio.lock().unlock();
          }
        }
        Writeback.flush(fs, inode, from, to);
      } finally {
        inode.invalidateLock().unlockWrite();
      }
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }

  private static void drop(SampleFs fs, Inode inode, long from, long to) {
    inode.pageCache().truncate(from, to);
    Dax.drop(inode, from, to);
    inode.orderedTree().waitFor(from, to);
    inode.blocks().unmap(fs.allocGroup(), from, to);
  }

  /** Zeroes a part of one block in the cache, unless there is nothing but zeros. */
  private static void zeroPart(SampleFs fs, Inode inode, long from, long to) throws IOException {
    if (from == to) {
      return;
    }
    if (fs.personality() == Personality.DAX) {
      Dax.zeroPart(fs, inode, from, to);
      return;
    }
    long block = from / BlockDevice.BLOCK_BYTES;
    if (inode.pageCache().find(block) == null
        && inode.blocks().mapped(block, block + 1).isEmpty()) {
      return;
    }
    inode.blocks().reserve(fs.allocGroup(), block, block + 1);
    Folio folio = PageFault.filled(fs, inode, block);
    try {
      int at = (int) (from % BlockDevice.BLOCK_BYTES);
      folio.bytes().put(at, new byte[(int) (to - from)]);
      folio.markDirty();
    } finally {
      folio.lock().unlock();
    }
  }
}
