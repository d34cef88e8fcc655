package dev.jlockdep.fs;

import java.io.IOException;

/** Makes a file durable. */
final class Fsync {
  private Fsync() {}

  /** Writes what is dirty, waits for what is on its way, then writes the metadata. */
  static void run(SampleFs fs, Inode inode) throws IOException {
    Writeback.flush(fs, inode, 0, Long.MAX_VALUE);
    Dax.flush(fs, inode);
    lockInode(inode);
    try {
      fs.sync();
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }

  /** Nobody may change the file while its metadata is logged. */
  private static void lockInode(Inode inode) {
    inode.iRwsem().lockWrite();
  }
}
