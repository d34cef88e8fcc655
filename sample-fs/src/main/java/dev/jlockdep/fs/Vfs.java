package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The calls a user makes. Each one passes the freeze level it needs and, on its way out, runs the
 * work that others queued for the calling task.
 */
public final class Vfs {
  /** Bytes that a direct write may be cut into. */
  private static final int SECTOR = 512;

  private Vfs() {}

  /** Allocates the range and extends the file over it; reads there give zeros. */
  public static void fallocate(SampleFs fs, Inode inode, long offset, long length)
      throws IOException {
    if (offset < 0 || length <= 0) {
      throw new IllegalArgumentException("fallocate of " + length + " bytes at " + offset);
    }
    boolean done = false;
    fs.journal().makeRoom(Transfer.blocksUpTo(length) + 1);
    while (!done) {
      Task task = Task.current().enter();
      try {
        fs.enterChange();
        try {
          done = FileOps.fallocate(fs, inode, offset, length);
        } finally {
          fs.leaveChange();
        }
      } finally {
        task.exit();
      }
    }
  }

  /** Two files exchange all they hold (XFS_IOC_EXCHANGE_RANGE on whole files). */
  public static void exchange(SampleFs fs, Inode a, Inode b) throws IOException {
    if (a == b) {
      throw new IllegalArgumentException("inode " + a.number() + " exchanged with itself");
    }
    Task task = Task.current().enter();
    try {
      fs.enterChange();
      try {
        Remap.exchange(fs, a, b);
      } finally {
        fs.leaveChange();
      }
    } finally {
      task.exit();
    }
  }

  /** Shares blocks of one file with another, which has them too from then on. */
  static void cloneRange(SampleFs fs, Sharing what) throws IOException {
    if (!fs.personality().clones()) {
      throw new UnsupportedOperationException(
          "personality " + fs.personality() + " shares no blocks: clone on EXTENT or XFS");
    }
    Task task = Task.current().enter();
    try {
      fs.enterChange();
      try {
        Remap.share(fs, what);
      } finally {
        fs.leaveChange();
      }
    } finally {
      task.exit();
    }
  }

  /** Writes whole sectors past the cache and returns when they are on the device. */
  public static int writeDirect(SampleFs fs, Inode inode, long position, ByteBuffer data)
      throws IOException {
    fs.cluster().requireAlone("a direct write of sectors");
    Task task = Task.current().enter();
    try {
      fs.journal().makeRoom(Transfer.blocksUpTo(data.remaining()));
      fs.enterChange();
      try {
        return isSectors(position, data)
            ? Dio.writeSectors(fs, inode, position, data)
            : Dio.sync(fs, inode, new Transfer(true, position, data));
      } finally {
        fs.leaveChange();
      }
    } finally {
      task.exit();
    }
  }

  /** Whether it is whole sectors, and not whole blocks. */
  private static boolean isSectors(long position, ByteBuffer data) {
    boolean sectors = position % SECTOR == 0 && data.remaining() % SECTOR == 0;
    boolean blocks =
        position % BlockDevice.BLOCK_BYTES == 0 && data.remaining() % BlockDevice.BLOCK_BYTES == 0;
    return sectors && !blocks;
  }

  /** Fills the buffer up to the end of the file; -1 at the end. */
  public static int readDirect(SampleFs fs, Inode inode, long position, ByteBuffer data)
      throws IOException {
    fs.cluster().requireAlone("a direct read into a buffer of the program");
    Task task = Task.current().enter();
    try {
      return Dio.sync(fs, inode, new Transfer(false, position, data));
    } finally {
      task.exit();
    }
  }
}
