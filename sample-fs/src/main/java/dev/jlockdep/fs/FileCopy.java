package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.io.IOException;

/**
 * What one of two mounts has in memory of a file. Whoever waits for the file's glock waits for what is
 * done here, so jlockdep is told that the glock is held meanwhile.
 */
final class FileCopy {
  private final SampleFs fs;
  private final Inode inode;

  FileCopy(SampleFs fs, Inode inode) {
    this.fs = fs;
    this.inode = inode;
  }

  /** Data and metadata reach the device (go_sync). Readers may have the glock. */
  void writeBack() throws IOException {
    Lockdep.acquire(inode.glock(), AcquireMode.READ);
    try {
      Remap.settle(fs, inode, 0, Long.MAX_VALUE);
      fs.journal().commit();
    } finally {
      Lockdep.release(inode.glock());
    }
  }

  /** Nothing of the file is cached or mapped any more (go_inval). Nobody has the glock. */
  void forget() {
    Lockdep.acquire(inode.glock(), AcquireMode.EXCLUSIVE);
    try {
      inode.pageCache().truncate(0, Long.MAX_VALUE);
      inode.dropCopies(fs.allocGroup());
    } finally {
      Lockdep.release(inode.glock());
    }
  }

  /** The inode is as the last commit says (instantiate). Nobody has the glock. */
  void readAgain() throws IOException {
    Lockdep.acquire(inode.glock(), AcquireMode.EXCLUSIVE);
    try {
      inode.reload(fs.journal().committed(inode.number()), fs.allocGroup());
    } finally {
      Lockdep.release(inode.glock());
    }
  }
}
