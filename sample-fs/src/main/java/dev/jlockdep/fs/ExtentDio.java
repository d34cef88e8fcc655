package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
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
  private final AtomicReference<IOException> failure = new AtomicReference<>();

  private ExtentDio(SampleFs fs, Inode inode, UserBuffer buffer, long position, boolean write) {
    this.fs = fs;
    this.inode = inode;
    this.buffer = buffer;
    this.position = position;
    this.write = write;
    this.faults =
        fs.has(
            write ? Fault.BT_DIO_WRITE_FAULTS_BEFORE_SUBMIT : Fault.BT_DIO_READ_KEEPS_RANGE_OVER_FAULT);
  }

  /** Fills the buffer from {@code done} on; the bytes read, fewer when a page is missing. */
  static int read(SampleFs fs, Inode inode, long position, UserBuffer buffer, int done)
      throws IOException {
    return new ExtentDio(fs, inode, buffer, position, false).rw(done);
  }

  /** Writes the buffer from {@code done} on; the bytes written, fewer when a page is missing. */
  static int write(SampleFs fs, Inode inode, long position, UserBuffer buffer, int done)
      throws IOException {
    return new ExtentDio(fs, inode, buffer, position, true).rw(done);
  }

  private int rw(int doneBefore) throws IOException {
    EventCount.Unit unit = inode.dioCount().begin();
    try (Scope nofault = faults ? () -> {} : nofault()) {
      int done = doneBefore;
      while (done < buffer.length()) {
        int n = piece(done);
        done += n;
        if (n < Folio.BYTES) {
          break;
        }
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

  private int readPiece(long block, int done) throws IOException {
    iomapBegin(block);
    boolean kept = true;
    try {
      List<Extent> mapped = inode.mapped(block, block + 1);
      if (mapped.isEmpty() || mapped.get(0).unwritten()) {
        return buffer.zero(done, Folio.BYTES);
      }
      ByteBuffer pinned = getUserPages(done);
      if (pinned == null) {
        return 0;
      }
      kept = false;
      transfer(Bio.Op.READ, mapped.get(0), pinned, () -> inode.ranges().unlock(block, block + 1));
      return Folio.BYTES;
    } finally {
      if (kept) {
        inode.ranges().unlock(block, block + 1);
      }
    }
  }

  private int writePiece(long block, int done) throws IOException {
    Ordered ordered;
    iomapBegin(block);
    try {
      inode.allocate(fs.allocGroup(), block, block + 1);
      ordered = Ordered.create(inode, block, block + 1);
    } finally {
      inode.ranges().unlock(block, block + 1);
    }
    ByteBuffer pinned;
    try {
      pinned = getUserPages(done);
    } catch (IOException | RuntimeException e) {
      ordered.complete();
      throw e;
    }
    if (pinned == null) {
      // iomap_end: what will not be submitted must not be waited for
      ordered.complete();
      return 0;
    }
    ordered.submitted(fs.endioWorkers());
    transfer(
        Bio.Op.WRITE, inode.mapped(block, block + 1).get(0), pinned,
        () -> {
          if (failure.get() == null) {
            inode.markWritten(block, block + 1);
          }
          ordered.complete();
        });
    return Folio.BYTES;
  }

  /** Locks the range of a block, once no buffered data for it is on its way. */
  private void iomapBegin(long block) {
    for (; ; ) {
      inode.ranges().lock(block, block + 1);
      Ordered ordered = inode.orderedTree().find(block, block + 1);
      if (ordered == null) {
        return;
      }
      inode.ranges().unlock(block, block + 1);
      ordered.start();
    }
  }

  /** The user's page; null when it is not there and may not be faulted in. */
  private ByteBuffer getUserPages(int done) throws IOException {
    List<ByteBuffer> pinned = buffer.pin(done, Folio.BYTES, !write, !faults);
    return pinned.isEmpty() ? null : pinned.get(0);
  }

  /** Moves one block and waits; {@code end} runs on an end-I/O worker. */
  private void transfer(Bio.Op op, Extent extent, ByteBuffer bytes, Runnable end) {
    CountDownLatch ended = new CountDownLatch(1);
    fs.device()
        .submit(
            new Bio(
                op,
                extent.physical() * BlockDevice.BLOCK_BYTES,
                bytes,
                failed -> {
                  failure.compareAndSet(null, failed);
                  fs.endioWorkers().add(
                      () -> {
                        end.run();
                        ended.countDown();
                      });
                }));
    Waits.uninterruptibly(ended);
  }
}
