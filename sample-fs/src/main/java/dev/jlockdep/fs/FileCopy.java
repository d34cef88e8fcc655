package dev.jlockdep.fs;

import java.io.IOException;

/** What one of two mounts has in memory of a file. */
final class FileCopy {
  private final SampleFs fs;
  private final Inode inode;

  FileCopy(SampleFs fs, Inode inode) {
    this.fs = fs;
    this.inode = inode;
  }

  /** Data and metadata reach the device (go_sync). Readers may have the glock. */
  void writeBack() throws IOException {
    Remap.settle(fs, inode, 0, Long.MAX_VALUE);
    fs.journal().commit();
  }

  /** Nothing of the file is cached or mapped any more (go_inval). Nobody has the glock. */
  void forget() {
    inode.pageCache().truncate(0, Long.MAX_VALUE);
    inode.blocks().dropCopies(fs.allocGroup());
  }

  /** The inode is as the last commit says (instantiate). Nobody has the glock. */
  void readAgain() throws IOException {
    inode.reload(fs.journal().committed(inode.number()), fs.allocGroup());
  }
}
