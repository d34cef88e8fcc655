package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Retry;
import dev.jlockdep.api.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An open file with the calls that take a user's buffer: buffered and direct, read and write, fsync,
 * fiemap. Each call passes the freeze level it needs. Thread-safe.
 */
public final class File {
  private final SampleFs fs;
  private final Inode inode;

  File(SampleFs fs, Inode inode) {
    this.fs = fs;
    this.inode = inode;
  }

  public Inode inode() {
    return inode;
  }

  public long size() {
    return inode.size();
  }

  // ---- buffered --------------------------------------------------------------------------------

  /** Fills the buffer through the cache; the bytes read, -1 at the end of the file. */
  public int read(long position, UserBuffer buffer) throws IOException {
    if (position >= inode.size()) {
      return -1;
    }
    int wanted = (int) Math.min(buffer.length(), inode.size() - position);
    int done = 0;
    while (done < wanted) {
      int n = readFolio(position + done, buffer, done, wanted);
      if (n == 0 && buffer.faultIn(done, 1, true) > 0) {
        break;
      }
      done += n;
    }
    inode.touchAccessed();
    return done;
  }

  private int readFolio(long at, UserBuffer buffer, int done, int wanted) throws IOException {
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

  /** Writes the buffer into the cache; the bytes written. */
  public int write(long position, UserBuffer buffer) throws IOException {
    fs.enterChange();
    try {
      inode.iRwsem().lockWrite();
      try {
        return bufferedWrite(position, buffer, 0);
      } finally {
        inode.touchModified();
        inode.iRwsem().unlockWrite();
      }
    } finally {
      fs.leaveChange();
    }
  }

  /** Writes the buffer where the file ends, whoever else does so; where that was. */
  public long append(UserBuffer buffer) throws IOException {
    fs.enterChange();
    try {
      inode.iRwsem().lockWrite();
      try {
        long end = inode.size();
        bufferedWrite(end, buffer, 0);
        return end;
      } finally {
        inode.touchModified();
        inode.iRwsem().unlockWrite();
      }
    } finally {
      fs.leaveChange();
    }
  }

  /** From {@code done} on, under i_rwsem. The bytes written in all. */
  private int bufferedWrite(long position, UserBuffer buffer, int from) throws IOException {
    int done = from;
    while (done < buffer.length()) {
      int chunk =
          Math.min(buffer.length() - done, Folio.BYTES - (int) ((position + done) % Folio.BYTES));
      // with no lock held that a fault could want; the copy below may still come out short
      if (!copiesWithFaults() && buffer.faultIn(done, chunk, false) == chunk) {
        break;
      }
      done += writeFolio(position + done, buffer, done, chunk);
      inode.growTo(position + done);
    }
    return done;
  }

  private int writeFolio(long at, UserBuffer buffer, int done, int chunk) throws IOException {
    int inPage = (int) (at % Folio.BYTES);
    Folio folio = PageFault.filled(fs, inode, at / Folio.BYTES);
    try {
      int n = copyUnderLock(buffer, done, folio.bytes().slice(inPage, chunk));
      if (n > 0) {
        folio.markDirty();
      }
      return n;
    } finally {
      folio.lock().unlock();
    }
  }

  private int copyUnderLock(UserBuffer buffer, int done, ByteBuffer into) throws IOException {
    if (copiesWithFaults()) {
      return buffer.copyFrom(done, into);
    }
    try (Scope atomic = Task.current().disableFaults()) {
      return buffer.copyFrom(done, into);
    }
  }

  private boolean copiesWithFaults() {
    return fs.has(Fault.IO_COPY_UNDER_FOLIO_WITH_FAULTS);
  }

  // ---- direct ----------------------------------------------------------------------------------

  /** Reads past the cache; position and length in whole blocks. -1 at the end of the file. */
  public int readDirect(long position, UserBuffer buffer) throws IOException {
    checkAligned(position, buffer);
    if (position >= inode.size()) {
      return -1;
    }
    inode.iRwsem().lockRead();
    try {
      Writeback.flush(fs, inode, blockOf(position), blockOf(position + buffer.length()));
      return (int) Math.min(directRead(position, buffer), inode.size() - position);
    } finally {
      inode.iRwsem().unlockRead();
    }
  }

  private int directRead(long position, UserBuffer buffer) throws IOException {
    int done = 0;
    int leftBefore = -1;
    try (Retry retry = Lockdep.retry("File.directRead")) {
      for (; ; ) {
        int left = buffer.length() - done;
        retry.attempt(left);
        done += ExtentDio.read(fs, inode, position, buffer, done);
        left = buffer.length() - done;
        if (left == 0) {
          return done;
        }
        if (left == leftBefore) {
          retry.fellBack();
          return bufferedRead(position, buffer, done);
        }
        leftBefore = left;
        if (buffer.faultIn(done, left, true) == left) {
          return done;
        }
      }
    }
  }

  private int bufferedRead(long position, UserBuffer buffer, int from) throws IOException {
    int done = from;
    while (done < buffer.length()) {
      int n = readFolio(position + done, buffer, done, buffer.length());
      if (n == 0) {
        break;
      }
      done += n;
    }
    return done;
  }

  /** Writes past the cache; position and length in whole blocks. */
  public int writeDirect(long position, UserBuffer buffer) throws IOException {
    return writeDirect(position, buffer, false);
  }

  /** As {@link #writeDirect}, and durable when it returns (O_DSYNC). */
  public int writeDirectSync(long position, UserBuffer buffer) throws IOException {
    return writeDirect(position, buffer, true);
  }

  private int writeDirect(long position, UserBuffer buffer, boolean dsync) throws IOException {
    checkAligned(position, buffer);
    boolean inside = fs.has(Fault.BT_DSYNC_INSIDE_DIO);
    int written;
    fs.journal().makeRoom(blockOf(buffer.length()));
    fs.enterChange();
    try {
      inode.iRwsem().lockWrite();
      try {
        written = directWrite(position, buffer);
        inode.growTo(position + written);
        inode.touchModified();
        if (dsync && inside) {
          Fsync.run(fs, inode);
        }
      } finally {
        inode.iRwsem().unlockWrite();
      }
    } finally {
      fs.leaveChange();
    }
    if (dsync && !inside) {
      Fsync.run(fs, inode);
    }
    return written;
  }

  private int directWrite(long position, UserBuffer buffer) throws IOException {
    int done = 0;
    int leftBefore = -1;
    boolean mayLoop = fs.has(Fault.BT_NO_PROGRESS_CHECK);
    try (Retry retry = Lockdep.retry("File.directWrite")) {
      for (; ; ) {
        int left = buffer.length() - done;
        retry.attempt(left);
        dropCached(position + done, left);
        fs.gates().reach(Gates.DIO_RETRY);
        done += ExtentDio.write(fs, inode, position, buffer, done);
        left = buffer.length() - done;
        if (left == 0) {
          return done;
        }
        if (left == leftBefore && !mayLoop) {
          retry.fellBack();
          return writeThroughCache(position, buffer, done);
        }
        leftBefore = left;
        if (buffer.faultIn(done, left, false) == left) {
          return done;
        }
      }
    }
  }

  /** What is cached of the target is written, then forgotten: the device is about to know better. */
  private void dropCached(long position, int length) throws IOException {
    long from = blockOf(position);
    long to = blockOf(position + length);
    Writeback.flush(fs, inode, from, to);
    inode.pageCache().invalidate(from, to);
  }

  /** The fallback: through the cache, then on to the device, then out of the cache. */
  private int writeThroughCache(long position, UserBuffer buffer, int from) throws IOException {
    int done = bufferedWrite(position, buffer, from);
    dropCached(position + from, done - from);
    return done;
  }

  // ---- other calls -----------------------------------------------------------------------------

  /** Makes data and metadata durable. */
  public void fsync() throws IOException {
    Fsync.run(fs, inode);
  }

  /** Cuts the file off or extends it with zeros. */
  public void truncate(long size) throws IOException {
    if (size < 0) {
      throw new IllegalArgumentException("a file of " + size + " bytes");
    }
    fs.enterChange();
    try {
      FileOps.truncate(fs, inode, size);
    } finally {
      fs.leaveChange();
    }
  }

  /** The range reads as zeros and has blocks; the file grows over it. */
  public void zeroRange(long position, long length) throws IOException {
    if (position < 0 || length <= 0) {
      throw new IllegalArgumentException("zeroing of " + length + " bytes at " + position);
    }
    fs.journal().makeRoom(Transfer.blocksUpTo(length) + 1);
    fs.enterChange();
    try {
      FileOps.zeroRange(fs, inode, position, length);
    } finally {
      fs.leaveChange();
    }
  }

  /** Where data begins at or after a position (SEEK_DATA); -1 when there is none. */
  public long seekData(long position) {
    return Seek.data(inode, position);
  }

  /** Where a hole begins at or after a position (SEEK_HOLE), at the latest where the file ends. */
  public long seekHole(long position) {
    return Seek.hole(inode, position);
  }

  /** Frees the whole blocks of the range; they read as zeros then. */
  public void punchHole(long position, long length) throws IOException {
    long from = (position + Folio.BYTES - 1) / Folio.BYTES;
    long to = blockOf(position + length);
    fs.enterChange();
    try {
      inode.iRwsem().lockWrite();
      try {
        inode.invalidateLock().lockWrite();
        try {
          inode.dioCount().await();
          punch(from, Math.max(from, to));
        } finally {
          inode.invalidateLock().unlockWrite();
        }
      } finally {
        inode.iRwsem().unlockWrite();
      }
    } finally {
      fs.leaveChange();
    }
  }

  /** Under the invalidate lock, so that nobody loads what is going away. */
  private void punch(long from, long to) {
    if (fs.has(Fault.IO_ZERO_TAKES_INVALIDATE_LOCK_TWICE)) {
      inode.invalidateLock().lockWrite();
      try {
        inode.pageCache().truncate(from, to);
      } finally {
        inode.invalidateLock().unlockWrite();
      }
    } else {
      inode.pageCache().truncate(from, to);
    }
    inode.orderedTree().waitFor(from, to);
    inode.unmap(fs.allocGroup(), from, to);
  }

  /** Writes (logical, physical, count) of each extent into the buffer; the number of extents. */
  public int fiemap(UserBuffer buffer) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(buffer.length());
    long end = blockOf(inode.size() + Folio.BYTES - 1);
    inode.ranges().lock(0, Math.max(1, end));
    int count;
    try {
      count = answer(answer);
      if (fs.has(Fault.BT_FIEMAP_COPIES_UNDER_RANGE)) {
        buffer.copyTo(0, answer.flip());
        return count;
      }
    } finally {
      inode.ranges().unlock(0, Math.max(1, end));
    }
    buffer.copyTo(0, answer.flip());
    return count;
  }

  private int answer(ByteBuffer into) {
    List<Extent> extents = inode.extents();
    int count = 0;
    for (Extent e : extents) {
      if (into.remaining() < 3 * Long.BYTES) {
        break;
      }
      into.putLong(e.logical()).putLong(e.physical()).putLong(e.count());
      count++;
    }
    return count;
  }

  private static long blockOf(long position) {
    return position / BlockDevice.BLOCK_BYTES;
  }

  private static void checkAligned(long position, UserBuffer buffer) {
    if (position < 0 || position % Folio.BYTES != 0 || buffer.length() % Folio.BYTES != 0) {
      throw new IllegalArgumentException(
          "direct transfer of " + buffer.length() + " bytes at " + position
              + ": both must be multiples of " + Folio.BYTES);
    }
  }
}
