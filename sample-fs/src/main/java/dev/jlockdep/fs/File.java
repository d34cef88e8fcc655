package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Scope;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file with the calls that take a user's buffer: buffered and direct, read and write, fsync,
 * fiemap. Each call passes the freeze level it needs. A file that was opened by name is used until it
 * is closed: it stays though its names are gone. Thread-safe.
 */
public final class File implements Closeable {
  /** What a call gives that would have had to wait and was told not to. */
  public static final int AGAIN = DirectCalls.AGAIN;

  private final SampleFs fs;
  private final Inode inode;
  private final DirectCalls direct;
  /** Whether the inode is to be given back. */
  private final AtomicBoolean used;

  /** Of an inode that the caller uses. */
  File(SampleFs fs, Inode inode) {
    this(fs, inode, false);
  }

  /**
   * @param used the file has a use of the inode, which it gives back when it is closed
   */
  File(SampleFs fs, Inode inode, boolean used) {
    this.fs = fs;
    this.inode = inode;
    this.direct = new DirectCalls(fs, inode);
    this.used = new AtomicBoolean(used);
  }

  @Override
  public void close() {
    if (used.compareAndSet(true, false)) {
      fs.put(inode);
    }
  }

  public Inode inode() {
    return inode;
  }

  public long size() {
    return Cluster.size(fs, inode);
  }

  // ---- buffered --------------------------------------------------------------------------------

  /** Fills the buffer through the cache; the bytes read, -1 at the end of the file. */
  public int read(long position, UserBuffer buffer) throws IOException {
    if (fs.personality() == Personality.GFS) {
      inode.touchAccessed();
      return new GfsCalls(fs, inode).read(position, buffer, 0);
    }
    if (position >= inode.size()) {
      return -1;
    }
    int wanted = (int) Math.min(buffer.length(), inode.size() - position);
    if (dax()) {
      inode.iRwsem().lockRead();
      try {
        return Dax.read(fs, inode, position, buffer, wanted);
      } finally {
        inode.iRwsem().unlockRead();
      }
    }
    inode.touchAccessed();
    return fs.has(Fault.IO_RECHECK_LOOP_ONLY)
        ? UnguardedRead.fill(fs, inode, position, buffer, wanted)
        : BufferedCalls.fill(fs, inode, position, buffer, 0, wanted);
  }

  /** Writes the buffer into the cache; the bytes written. */
  public int write(long position, UserBuffer buffer) throws IOException {
    fs.enterChange();
    try {
      inode.iRwsem().lockWrite();
      try {
        return switch (fs.personality()) {
          case DAX -> Dax.write(fs, inode, position, buffer);
          case GFS -> new GfsCalls(fs, inode).write(position, buffer, 0);
          default -> BufferedCalls.write(fs, inode, position, buffer, 0);
        };
      } finally {
        wrote();
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
        return appendLocked(buffer);
      } finally {
        wrote();
        inode.iRwsem().unlockWrite();
      }
    } finally {
      fs.leaveChange();
    }
  }

  /** With glocks the times are changed under one. */
  private void wrote() {
    if (fs.personality() != Personality.GFS) {
      inode.touchModified();
    }
  }

  private long appendLocked(UserBuffer buffer) throws IOException {
    long end = inode.size();
    switch (fs.personality()) {
      case DAX -> Dax.write(fs, inode, end, buffer);
      case GFS -> {
        return new GfsCalls(fs, inode).append(buffer);
      }
      default -> BufferedCalls.write(fs, inode, end, buffer, 0);
    }
    return end;
  }

  // ---- direct ----------------------------------------------------------------------------------

  /** Reads past the cache; position and length in whole blocks. -1 at the end of the file. */
  public int readDirect(long position, UserBuffer buffer) throws IOException {
    return dax() ? read(position, buffer) : direct.read(position, buffer);
  }

  /**
   * As {@link #readDirect} without waiting for locks or for data on its way (RWF_NOWAIT); the bytes
   * read, {@link #AGAIN} if none could be.
   */
  public int tryReadDirect(long position, UserBuffer buffer) throws IOException {
    return direct.tryRead(position, buffer);
  }

  /** Writes past the cache; position and length in whole blocks. */
  public int writeDirect(long position, UserBuffer buffer) throws IOException {
    return dax() ? write(position, buffer) : direct.write(position, buffer, false);
  }

  /** As {@link #writeDirect}, and durable when it returns (O_DSYNC). */
  public int writeDirectSync(long position, UserBuffer buffer) throws IOException {
    if (!dax()) {
      return direct.write(position, buffer, true);
    }
    int written = write(position, buffer);
    fsync();
    return written;
  }

  // ---- other calls -----------------------------------------------------------------------------

  /** Makes data and metadata durable. */
  public void fsync() throws IOException {
    Fsync.run(fs, inode);
  }

  /** Whether both files hold the same bytes up to the shorter one's end. */
  public boolean sameAs(File other) throws IOException {
    return Remap.same(fs, inode, other.inode);
  }

  /** Takes the cluster's locks of both files, as calls that change two do, and lets them go. */
  public void touchWith(File other) {
    Cluster.touchBoth(fs, inode, other.inode);
  }

  /** Blocks whose mapping shows something else than the file has there: never. */
  public int incoherentMappings() {
    return Dax.incoherent(inode);
  }

  /** Folios whose data is not on its way to the device yet. */
  public int dirtyFolios() {
    return inode.pageCache().dirty();
  }

  /** Folios with data that the device has no room for: never, or a write can be lost. */
  public int dirtyWithoutRoom() {
    return inode.pageCache().dirtyWithoutRoom(fs.allocGroup());
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
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.SHARED)) {
      return Seek.data(inode, position);
    }
  }

  /** Where a hole begins at or after a position (SEEK_HOLE), at the latest where the file ends. */
  public long seekHole(long position) {
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.SHARED)) {
      return Seek.hole(inode, position);
    }
  }

  /** Frees the whole blocks of the range; they read as zeros then. */
  public void punchHole(long position, long length) throws IOException {
    long from = (position + Folio.BYTES - 1) / Folio.BYTES;
    long to = blockOf(position + length);
    fs.enterChange();
    try {
      inode.iRwsem().lockWrite();
      try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.EXCLUSIVE)) {
        if (fs.has(Fault.DAX_PUNCH_NO_INVALIDATE_LOCK)) {
          punch(from, Math.max(from, to));
          return;
        }
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

  /** Allocates blocks, which read as zeros, and leaves the size as it is. */
  public void preallocate(long offset, long length) throws IOException {
    fs.journal().makeRoom(Transfer.blocksUpTo(length) + 1);
    fs.enterChange();
    try {
      FileOps.preallocate(fs, inode, offset, length);
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
    Dax.drop(inode, from, to);
    inode.orderedTree().waitFor(from, to);
    fs.gates().reach(Gates.PUNCH_DROPPED);
    Lockdep.requires(
        "removal of blocks", inode.invalidateLock().watched(), AcquireMode.EXCLUSIVE);
    inode.blocks().unmap(fs.allocGroup(), from, to);
  }

  /**
   * Shares blocks of this file with another one (FICLONERANGE): it has them too from then on, in place
   * of its own, and whoever writes to them gets a copy. Positions are whole blocks, and so is the
   * length unless it goes up to the end of this file and the other one ends there.
   *
   * @param length 0 for all up to the end of this file
   */
  public void cloneRange(long position, File to, long target, long length) throws IOException {
    Vfs.cloneRange(fs, new Sharing(inode, position, to.inode, target, length));
  }

  /** Copies what of a range other files have too, so that writes to it allocate nothing. */
  public void unshare(long position, long length) throws IOException {
    if (position < 0 || length <= 0) {
      throw new IllegalArgumentException("unsharing of " + length + " bytes at " + position);
    }
    fs.journal().makeRoom(Transfer.blocksUpTo(length) + 1);
    fs.enterChange();
    try {
      FileOps.unshare(fs, inode, position, length);
    } finally {
      fs.leaveChange();
    }
  }

  /**
   * Writes (logical, physical, count, flags) of each extent into the buffer, in blocks, with the flags
   * of Linux' FIEMAP for unwritten and shared ones; the number of extents.
   */
  public int fiemap(UserBuffer buffer) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(buffer.length());
    long end = Math.max(1, blockOf(inode.size() + Folio.BYTES - 1));
    int count;
    try (Scope glock = Cluster.hold(fs, inode, Glock.Mode.SHARED)) {
      inode.ranges().lock(0, end);
      try {
        count = Fiemap.answer(fs, inode, answer);
        if (fs.has(Fault.BT_FIEMAP_COPIES_UNDER_RANGE)) {
          buffer.copyTo(0, answer.flip());
          return count;
        }
      } finally {
        inode.ranges().unlock(0, end);
      }
    }
    buffer.copyTo(0, answer.flip());
    return count;
  }

  /** Whether calls of every kind go to the device's memory itself. */
  private boolean dax() {
    return fs.personality() == Personality.DAX;
  }

  private static long blockOf(long position) {
    return position / BlockDevice.BLOCK_BYTES;
  }
}
