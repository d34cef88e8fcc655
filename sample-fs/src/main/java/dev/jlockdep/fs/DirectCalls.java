package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Retry;
import java.io.IOException;

/**
 * What is around the direct transfers of a file: locks, the cache, and another try once the pages that
 * were missing are there.
 */
final class DirectCalls {
  /** Nothing could be moved without waiting. */
  static final int AGAIN = -2;
  private final SampleFs fs;
  private final Inode inode;

  DirectCalls(SampleFs fs, Inode inode) {
    this.fs = fs;
    this.inode = inode;
  }

  // ---- read ------------------------------------------------------------------------------------

  int read(long position, UserBuffer buffer) throws IOException {
    checkAligned(position, buffer);
    inode.iRwsem().lockRead();
    try {
      long size = Cluster.size(fs, inode);
      if (position >= size) {
        return -1;
      }
      Writeback.flush(fs, inode, blockOf(position), blockOf(position + buffer.length()));
      int result = transferOrFill(position, buffer);
      if (result == 0 && buffer.length() > 0 && !fs.has(Fault.GFS_WRONG_FAULT_RETURN)) {
        // not the end of the file
        throw new IOException("bad address: no byte of the buffer can be touched");
      }
      return (int) Math.min(result, size - position);
    } finally {
      inode.iRwsem().unlockRead();
    }
  }

  private int transferOrFill(long position, UserBuffer buffer) throws IOException {
    if (fs.personality() == Personality.XFS) {
      return XfsDio.read(fs, inode, position, buffer);
    }
    Moved moved = transfer(false, position, buffer);
    return moved.done < buffer.length() ? fill(position, buffer, moved.done) : moved.result;
  }

  private int fill(long position, UserBuffer buffer, int done) throws IOException {
    return fs.personality() == Personality.GFS
        ? new GfsCalls(fs, inode).read(position, buffer, done)
        : BufferedCalls.fill(fs, inode, position, buffer, done, buffer.length());
  }

  /** As {@link #read}; {@link #AGAIN} where it would have to wait for a lock or for data on its way. */
  int tryRead(long position, UserBuffer buffer) throws IOException {
    checkAligned(position, buffer);
    // a glock may have to come from the other mount
    if (fs.cluster().shared() || !inode.iRwsem().tryLockRead()) {
      return AGAIN;
    }
    try {
      if (position >= inode.size()) {
        return -1;
      }
      if (inode.pageCache().anyDirty(blockOf(position), blockOf(position + buffer.length()))) {
        return AGAIN;
      }
      int done = ExtentDio.readNowait(fs, inode, position, buffer);
      return done == 0 ? AGAIN : (int) Math.min(done, inode.size() - position);
    } finally {
      inode.iRwsem().unlockRead();
    }
  }

  // ---- write -----------------------------------------------------------------------------------

  int write(long position, UserBuffer buffer, boolean dsync) throws IOException {
    checkAligned(position, buffer);
    boolean inside = fs.has(Fault.BT_DSYNC_INSIDE_DIO);
    int written;
    fs.journal().makeRoom(blockOf(buffer.length()));
    fs.enterChange();
    try {
      Moved moved = locked(position, buffer, dsync && inside);
      written = moved.result;
      if (moved.done < buffer.length()) {
        written = throughCache(position, buffer, moved.done);
      }
    } finally {
      fs.leaveChange();
    }
    if (dsync && !inside) {
      Fsync.run(fs, inode);
    }
    return written;
  }

  private Moved locked(long position, UserBuffer buffer, boolean syncInside) throws IOException {
    boolean shared = lock(position, position + buffer.length());
    try {
      Moved moved = transfer(true, position, buffer);
      if (fs.personality() != Personality.GFS) {
        if (!shared) {
          inode.growTo(position + moved.done);
        }
        inode.touchModified();
      }
      if (syncInside) {
        Fsync.run(fs, inode);
      }
      return moved;
    } finally {
      unlock(shared);
    }
  }

  /** Writers inside the file share i_rwsem, as readers do; who extends it has it alone. */
  private boolean lock(long position, long end) throws IOException {
    inode.iRwsem().lockRead();
    if (end <= inode.size() && inode.pageCache().in(blockOf(position), blockOf(end)).isEmpty()) {
      return true;
    }
    inode.iRwsem().unlockRead();
    inode.iRwsem().lockWrite();
    if (end > inode.size()) {
      return false;
    }
    // as xfs: nobody else's I/O while the cache is emptied, then together with others
    dropCached(position, (int) (end - position));
    inode.iRwsem().downgrade();
    return true;
  }

  private void unlock(boolean shared) {
    if (shared) {
      inode.iRwsem().unlockRead();
    } else {
      inode.iRwsem().unlockWrite();
    }
  }

  /** The fallback: through the cache, then on to the device, then out of the cache. */
  private int throughCache(long position, UserBuffer buffer, int from) throws IOException {
    inode.iRwsem().lockWrite();
    try {
      int done =
          fs.personality() == Personality.GFS
              ? new GfsCalls(fs, inode).write(position, buffer, from)
              : BufferedCalls.write(fs, inode, position, buffer, from);
      if (!fs.has(Fault.BT_FALLBACK_NO_INVALIDATE)) {
        dropCached(position + from, done - from);
      }
      return done;
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }

  /**
   * What is cached of the target is written, then forgotten: the device is about to know better. False
   * when something could not be forgotten.
   */
  private boolean dropCached(long position, int length) throws IOException {
    long from = blockOf(position);
    long to = blockOf(position + length);
    Writeback.flush(fs, inode, from, to);
    return inode.pageCache().invalidate(fs, from, to);
  }

  // ---- both ------------------------------------------------------------------------------------

  /** Moves what can be moved directly, under i_rwsem. */
  private Moved transfer(boolean write, long position, UserBuffer buffer) throws IOException {
    boolean mayLoop =
        fs.has(write ? Fault.BT_NO_PROGRESS_CHECK : Fault.BT_NO_PROGRESS_CHECK_READ);
    int done = 0;
    int result = 0;
    int leftBefore = -1;
    EventCount.Unit kept =
        fs.has(Fault.GFS_DIO_KEEPS_COUNT_OVER_FAULT) ? inode.dioCount().begin() : null;
    try (Retry retry = Lockdep.retry(write ? "direct write" : "direct read")) {
      for (; ; ) {
        int left = buffer.length() - done;
        retry.attempt(left);
        boolean dropped = !write || dropsInBegin() || dropCached(position + done, left);
        fs.gates().reach(Gates.DIO_RETRY);
        int moved = dropped ? attempt(write, position, buffer, done) : 0;
        done += moved;
        result = result(result, done, moved);
        left = buffer.length() - done;
        if (left == 0) {
          return new Moved(done, result);
        }
        if (!dropped || left == leftBefore && !mayLoop) {
          retry.fellBack();
          return new Moved(done, result);
        }
        leftBefore = left;
        if (!faultIn(write, buffer, done)) {
          return new Moved(done, result);
        }
      }
    } finally {
      if (kept != null) {
        kept.end();
      }
    }
  }

  private int attempt(boolean write, long position, UserBuffer buffer, int done)
      throws IOException {
    if (fs.personality() != Personality.GFS) {
      return move(write, position, buffer, done);
    }
    // let go before what is missing is faulted in, which may need it
    Glock.Holder holder = inode.glock().acquire(Glock.Mode.DEFERRED);
    try {
      return move(write, position, buffer, done);
    } finally {
      inode.glock().release(holder);
    }
  }

  private int move(boolean write, long position, UserBuffer buffer, int done)
      throws IOException {
    if (!write) {
      return ExtentDio.read(fs, inode, position, buffer, done);
    }
    int moved = ExtentDio.write(fs, inode, position, buffer, done);
    // what was read into the cache meanwhile may be older
    inode.pageCache().invalidate(fs, blockOf(position + done), blockOf(position + done + moved));
    if (fs.personality() == Personality.GFS) {
      // under the glock: another mount may have cut the file off since i_rwsem was taken
      inode.growTo(position + done + moved);
      inode.touchModified();
    }
    return moved;
  }

  /** A transfer is told what was done before it and gives the sum of both (done_before). */
  private int result(int before, int done, int moved) {
    if (fs.has(Fault.BT_ADDS_WRITTEN)) {
      return before + done;
    }
    return fs.has(Fault.BT_NO_DONE_BEFORE) ? moved : done;
  }

  private boolean dropsInBegin() {
    return fs.has(Fault.BT_DIO_INVALIDATES_IN_BEGIN);
  }

  /** Between two attempts i_rwsem stays, or the file could be truncated in the middle of the call. */
  private boolean faultIn(boolean write, UserBuffer buffer, int done) throws IOException {
    boolean unlocks = write && fs.has(Fault.BT_UNLOCK_BETWEEN_RETRIES);
    if (unlocks) {
      inode.iRwsem().unlockRead();
    }
    try {
      Lockdep.requires("retry of a direct transfer", inode.iRwsem().watched(), AcquireMode.READ);
      int left = buffer.length() - done;
      boolean some = buffer.faultIn(done, left, !write) < left;
      fs.gates().reach(Gates.DIO_FAULTED_IN);
      return some;
    } finally {
      if (unlocks) {
        inode.iRwsem().lockRead();
      }
    }
  }

  /**
   * What was moved by all tries of a call.
   *
   * @param done bytes of the buffer
   * @param result what the last try says it is
   */
  private record Moved(int done, int result) {}

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
