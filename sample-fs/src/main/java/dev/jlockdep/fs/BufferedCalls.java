package dev.jlockdep.fs;

import dev.jlockdep.api.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads and writes through the cache, in the middle of a call that has the locks it needs. */
final class BufferedCalls {
  private BufferedCalls() {}

  /** Fills the buffer from {@code from} up to {@code to}; the bytes in it then. */
  static int fill(
      SampleFs fs, Inode inode, long position, UserBuffer buffer, int from, int to)
      throws IOException {
    int done = from;
    while (done < to) {
      int n = readFolio(fs, inode, position + done, buffer, done, to);
      if (n == 0 && buffer.faultIn(done, 1, true) > 0) {
        break;
      }
      done += n;
    }
    return done;
  }

  /** As {@link #fill}, and stops at a page that is not there. */
  static int fillAsFar(
      SampleFs fs, Inode inode, long position, UserBuffer buffer, int from, int to)
      throws IOException {
    int done = from;
    int n = 1;
    while (done < to && n > 0) {
      n = readFolio(fs, inode, position + done, buffer, done, to);
      done += n;
    }
    return done;
  }

  private static int readFolio(
      SampleFs fs, Inode inode, long at, UserBuffer buffer, int done, int wanted)
      throws IOException {
    int inPage = (int) (at % Folio.BYTES);
    int n = Math.min(wanted - done, Folio.BYTES - inPage);
    inode.invalidateLock().lockRead();
    Folio folio;
    try {
      folio = PageFault.filled(fs, inode, at / Folio.BYTES);
      folio.lock().unlock();
    } finally {
      inode.invalidateLock().unlockRead();
    }
    // as filemap_read: no lock over the copy, the folio is only pinned
    return buffer.copyTo(done, folio.bytes().slice(inPage, n));
  }

  /** Writes the buffer from {@code from} on, under i_rwsem; the bytes written in all. */
  static int write(SampleFs fs, Inode inode, long position, UserBuffer buffer, int from)
      throws IOException {
    return write(fs, inode, position, buffer, from, true);
  }

  /** As {@link #write}, and stops at a page that is not there. */
  static int writeAsFar(SampleFs fs, Inode inode, long position, UserBuffer buffer, int from)
      throws IOException {
    return write(fs, inode, position, buffer, from, false);
  }

  private static int write(
      SampleFs fs, Inode inode, long position, UserBuffer buffer, int from, boolean faultIn)
      throws IOException {
    long firstBlock = (position + from) / Folio.BYTES;
    long endBlock = Transfer.blocksUpTo(position + buffer.length());
    fs.journal().makeRoom(endBlock - firstBlock);
    inode.blocks().reserve(fs.allocGroup(), firstBlock, endBlock);
    int done = from;
    try {
      done = copyIn(fs, inode, position, buffer, from, faultIn);
      return done;
    } finally {
      if (done < buffer.length()) {
        Delalloc.release(fs, inode, (position + done) / Folio.BYTES, endBlock);
      }
    }
  }

  private static int copyIn(
      SampleFs fs, Inode inode, long position, UserBuffer buffer, int from, boolean faultIn)
      throws IOException {
    boolean faultsInFirst = faultIn && !fs.has(Fault.IO_COPY_UNDER_FOLIO_WITH_FAULTS);
    int done = from;
    while (done < buffer.length()) {
      int chunk =
          Math.min(buffer.length() - done, Folio.BYTES - (int) ((position + done) % Folio.BYTES));
      // with no lock held that a fault could want; the copy below may still come out short
      if (faultsInFirst && buffer.faultIn(done, chunk, false) == chunk) {
        break;
      }
      int n = writeFolio(fs, inode, position + done, buffer, done, chunk);
      if (n == 0 && !faultIn) {
        break;
      }
      done += n;
      inode.growTo(position + done);
    }
    return done;
  }

  private static int writeFolio(
      SampleFs fs, Inode inode, long at, UserBuffer buffer, int done, int chunk)
      throws IOException {
    int inPage = (int) (at % Folio.BYTES);
    Folio folio = PageFault.filled(fs, inode, at / Folio.BYTES);
    try {
      int n = copyUnderLock(fs, buffer, done, folio.bytes().slice(inPage, chunk));
      if (n > 0) {
        folio.markDirty();
      }
      return n;
    } finally {
      folio.lock().unlock();
    }
  }

  private static int copyUnderLock(SampleFs fs, UserBuffer buffer, int done, ByteBuffer into)
      throws IOException {
    if (fs.has(Fault.IO_COPY_UNDER_FOLIO_WITH_FAULTS)) {
      return buffer.copyFrom(done, into);
    }
    try (Scope atomic = Task.current().disableFaults()) {
      return buffer.copyFrom(done, into);
    }
  }
}
