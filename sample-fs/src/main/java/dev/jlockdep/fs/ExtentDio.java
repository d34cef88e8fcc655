package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Direct I/O of the extent personality, after btrfs. A read locks the range of each piece until the
 * device is done with it. A write makes an ordered extent for each piece, which whoever made it must
 * submit. Neither may fault a user's page in between: the fault may be on the file itself, and would
 * wait for the range or for the ordered extent. So pages that are not there end the transfer early,
 * and the caller faults them in with nothing locked but i_rwsem, and comes back.
 *
 * <p>Source: the thread "btrfs: fix deadlock due to page faults during direct IO", 2021.
 */
final class ExtentDio {
  private final SampleFs fs;
  private final Inode inode;
  private final UserBuffer buffer;
  private final long position;
  private final boolean write;
  /** Whether pages are faulted in on the way: what must not be. */
  private final boolean faults;
  private final boolean nowait;
  /** What locks the blocks of a read until the device is done. */
  private final RangeLock kept;
  /** Reads that are not submitted, and the block of each. */
  private final List<Bio> mapped = new ArrayList<>();
  private final List<Long> blocks = new ArrayList<>();
  private final List<CountDownLatch> submitted = new ArrayList<>();
  private final AtomicReference<IOException> failure = new AtomicReference<>();

  private ExtentDio(
      SampleFs fs, Inode inode, UserBuffer buffer, long position, boolean write, boolean nowait) {
    this.fs = fs;
    this.inode = inode;
    this.buffer = buffer;
    this.position = position;
    this.write = write;
    this.nowait = nowait;
    this.kept = fs.has(Fault.BT_DIO_BIT) ? inode.dioRanges() : inode.ranges();
    this.faults =
        fs.has(Fault.GFS_DIO_FAULTS_UNDER_GLOCK)
            || (write ? fs.has(Fault.BT_DIO_WRITE_FAULTS_BEFORE_SUBMIT)
            : fs.has(Fault.BT_DIO_READ_KEEPS_RANGE_OVER_FAULT)
                || fs.has(Fault.BT_STATE_PASSING)
                || fs.has(Fault.BT_DIO_BIT));
  }

  /** Fills the buffer from {@code done} on; the bytes read, fewer when a page is missing. */
  static int read(SampleFs fs, Inode inode, long position, UserBuffer buffer, int done)
      throws IOException {
    return new ExtentDio(fs, inode, buffer, position, false, false).rw(done);
  }

  /** As {@link #read}, and stops where it would have to wait for a lock. */
  static int readNowait(SampleFs fs, Inode inode, long position, UserBuffer buffer)
      throws IOException {
    return new ExtentDio(fs, inode, buffer, position, false, true).rw(0);
  }

  /** Writes the buffer from {@code done} on; the bytes written, fewer when a page is missing. */
  static int write(SampleFs fs, Inode inode, long position, UserBuffer buffer, int done)
      throws IOException {
    return new ExtentDio(fs, inode, buffer, position, true, false).rw(done);
  }

  private int rw(int doneBefore) throws IOException {
    EventCount.Unit unit = inode.dioCount().begin();
    try (Scope nofault = faults ? () -> {} : nofault()) {
      int done = doneBefore;
      try {
        while (done < buffer.length()) {
          int n = piece(done);
          done += n;
          if (n < Folio.BYTES) {
            break;
          }
        }
      } finally {
        submitMapped();
        submitted.forEach(Waits::uninterruptibly);
      }
      if (failure.get() != null) {
        throw failure.get();
      }
      return done - doneBefore;
    } finally {
      unit.end();
    }
  }

  /** Pinning honours nofault by itself; zeroing of holes only with page faults disabled. */
  private Scope nofault() {
    return fs.has(Fault.BT_ZERO_IGNORES_NOFAULT)
        ? Lockdep.noFault()
        : Task.current().disableFaults();
  }

  private int piece(int done) throws IOException {
    long block = (position + done) / BlockDevice.BLOCK_BYTES;
    return write ? writePiece(block, done) : readPiece(block, done);
  }

  /** Maps one block of a read; what is mapped is submitted when all is, as one request would be. */
  private int readPiece(long block, int done) throws IOException {
    if (!iomapBegin(block)) {
      return 0;
    }
    boolean keep = false;
    try {
      fs.gates().reach(Gates.DIO_AFTER_BEGIN);
      List<Extent> extents = inode.blocks().mapped(block, block + 1);
      if (extents.isEmpty() || extents.get(0).unwritten()) {
        return buffer.zero(done, Folio.BYTES);
      }
      ByteBuffer pinned = getUserPages(block, done);
      if (pinned == null) {
        return 0;
      }
      blocks.add(block);
      mapped.add(
          bio(Bio.Op.READ, extents.get(0), pinned, () -> kept.unlock(block, block + 1)));
      keep = true;
      return Folio.BYTES;
    } finally {
      if (!keep) {
        kept.unlock(block, block + 1);
      }
    }
  }

  private void submitMapped() {
    for (int i = 0; i < mapped.size(); i++) {
      kept.handOff(blocks.get(i), blocks.get(i) + 1, fs.endioWorkers());
      fs.device().submit(mapped.get(i));
    }
  }

  private int writePiece(long block, int done) throws IOException {
    Ordered ordered;
    iomapBegin(block);
    try {
      inode.blocks().allocateForWriting(fs.allocGroup(), block, block + 1);
      ordered = Ordered.create(inode, block, block + 1);
    } finally {
      inode.ranges().unlock(block, block + 1);
    }
    ByteBuffer pinned = null;
    try {
      fs.gates().reach(Gates.DIO_ORDERED_MADE);
      if (fs.has(Fault.BT_DIO_INVALIDATES_IN_BEGIN)) {
        inode.pageCache().invalidate(fs, block, block + 1);
      }
      pinned = getUserPages(block, done);
    } finally {
      if (pinned == null) {
        // iomap_end: what will not be submitted must not be waited for
        ordered.complete();
      }
    }
    if (pinned == null) {
      return 0;
    }
    ordered.submitted(fs.endioWorkers());
    fs.device()
        .submit(
            bio(
                Bio.Op.WRITE, inode.blocks().targets(block, block + 1).get(0), pinned,
                () -> {
                  if (failure.get() == null) {
                    inode.blocks().markWritten(fs.allocGroup(), block, block + 1);
                  }
                  ordered.complete();
                }));
    return Folio.BYTES;
  }

  /**
   * Locks the range of a block, once no other data for it is on its way. False where it would have to
   * wait for such data with earlier ranges locked: what writes the data may want those. The caller
   * comes back when they are let go (-ENOTBLK).
   */
  private boolean iomapBegin(long block) throws IOException {
    if (kept != inode.ranges() && !write) {
      return beginKeepingDioBit(block);
    }
    for (; ; ) {
      if (!nowait) {
        inode.ranges().lock(block, block + 1);
      } else if (!inode.ranges().tryLock(block, block + 1)) {
        return false;
      }
      Ordered ordered = inode.orderedTree().find(block, block + 1);
      if (ordered == null) {
        return true;
      }
      inode.ranges().unlock(block, block + 1);
      fs.gates().reach(Gates.DIO_FOUND_ORDERED);
      if (nowait || !mapped.isEmpty() && !fs.has(Fault.BT_DIO_READ_WAITS_BUFFERED_ORDERED)) {
        return false;
      }
      if (!write) {
        Writeback.write(fs, inode, block, block + 1);
      }
      ordered.start();
    }
  }

  /** As btrfs does today: other direct I/O stays out, and page faults may come. */
  private boolean beginKeepingDioBit(long block) {
    inode.dioRanges().lock(block, block + 1);
    for (; ; ) {
      inode.ranges().lock(block, block + 1);
      Ordered ordered = inode.orderedTree().find(block, block + 1);
      inode.ranges().unlock(block, block + 1);
      if (ordered == null) {
        return true;
      }
      if (!mapped.isEmpty()) {
        inode.dioRanges().unlock(block, block + 1);
        return false;
      }
      ordered.start();
    }
  }

  /** The user's page; null when it is not there and may not be faulted in. */
  private ByteBuffer getUserPages(long block, int done) throws IOException {
    boolean passes = fs.has(Fault.BT_STATE_PASSING) && !write;
    try (Scope own = passes ? Task.current().passRange(inode, block) : () -> {}) {
      List<ByteBuffer> pinned = buffer.pin(done, Folio.BYTES, !write, !faults);
      return pinned.isEmpty() ? null : pinned.get(0);
    }
  }

  /** Moves one block; {@code end} runs on an end-I/O worker. */
  private Bio bio(Bio.Op op, Extent extent, ByteBuffer bytes, Runnable end) {
    CountDownLatch ended = new CountDownLatch(1);
    submitted.add(ended);
    return new Bio(
        op,
        extent.physical() * BlockDevice.BLOCK_BYTES,
        bytes,
        failed -> {
          failure.compareAndSet(null, failed);
          fs.endioWorkers()
              .add(
                  () -> {
                    end.run();
                    ended.countDown();
                  });
        });
  }
}
