package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The calls a user makes. Each one passes the freeze level it needs and, on its way out, runs the
 * work that others queued for the calling task.
 */
public final class Vfs {
  private Vfs() {}

  /** Allocates the range and extends the file over it; reads there give zeros. */
  public static void fallocate(SampleFs fs, Inode inode, long offset, long length)
      throws IOException {
    if (offset < 0 || length <= 0) {
      throw new IllegalArgumentException("fallocate of " + length + " bytes at " + offset);
    }
    try {
      fs.journal().makeRoom(Transfer.blocksUpTo(length) + 1);
      fs.enterChange();
      try {
        FileOps.fallocate(fs, inode, offset, length);
      } finally {
        fs.leaveChange();
      }
    } finally {
      Task.current().runWork();
    }
  }

  /** Writes the buffer past the cache and returns when it is on the device. */
  public static int writeDirect(SampleFs fs, Inode inode, long position, ByteBuffer data)
      throws IOException {
    try {
      fs.journal().makeRoom(Transfer.blocksUpTo(data.remaining()));
      fs.enterChange();
      try {
        return Dio.sync(fs, inode, new Transfer(true, position, data));
      } finally {
        fs.leaveChange();
      }
    } finally {
      Task.current().runWork();
    }
  }

  /** Fills the buffer up to the end of the file; -1 at the end. */
  public static int readDirect(SampleFs fs, Inode inode, long position, ByteBuffer data)
      throws IOException {
    try {
      return Dio.sync(fs, inode, new Transfer(false, position, data));
    } finally {
      Task.current().runWork();
    }
  }
}
