package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Fills folios of the cache from the device. */
final class ReadAhead {
  private ReadAhead() {}

  /**
   * Fills a locked folio and unlocks it. The device ends the read: the folio first, then the range of
   * blocks, as btrfs does; {@link Fault#BT_ENDIO_RANGE_FIRST} the other way round.
   */
  static IOException run(SampleFs fs, Inode inode, Folio folio) {
    long at = folio.index();
    boolean ranges = fs.personality() == Personality.EXTENT;
    if (ranges) {
      lockAndFlushOrdered(inode, folio);
    }
    List<Extent> mapped = inode.mapped(at, at + 1);
    if (mapped.isEmpty() || mapped.get(0).unwritten()) {
      end(fs, inode, folio, null);
      return null;
    }
    CountDownLatch ended = new CountDownLatch(1);
    IOException[] result = new IOException[1];
    ByteBuffer bytes = folio.bytes();
    folio.lock().handOff(fs.device());
    fs.device()
        .submit(
            new Bio(
                Bio.Op.READ,
                mapped.get(0).physical() * BlockDevice.BLOCK_BYTES,
                bytes,
                failed -> {
                  result[0] = failed;
                  end(fs, inode, folio, failed);
                  ended.countDown();
                }));
    Waits.uninterruptibly(ended);
    return result[0];
  }

  /** The range of the folio, when no data for it is on its way any more. */
  private static void lockAndFlushOrdered(Inode inode, Folio folio) {
    long at = folio.index();
    try {
      inode.orderedTree().findToWait(at, at + 1);
      for (; ; ) {
        inode.ranges().lock(at, at + 1);
        Ordered ordered = inode.orderedTree().find(at, at + 1);
        if (ordered == null) {
          return;
        }
        inode.ranges().unlock(at, at + 1);
        ordered.start();
      }
    } catch (Rescued e) {
      folio.lock().unlock();
      throw e;
    }
  }

  private static void end(SampleFs fs, Inode inode, Folio folio, IOException failed) {
    long at = folio.index();
    boolean ranges = fs.personality() == Personality.EXTENT;
    boolean rangeFirst = fs.has(Fault.BT_ENDIO_RANGE_FIRST);
    if (failed == null) {
      folio.markUptodate();
    }
    if (ranges && rangeFirst) {
      inode.ranges().unlock(at, at + 1);
    }
    folio.lock().unlock();
    if (ranges && !rangeFirst) {
      fs.gates().reach(Gates.ENDIO_BETWEEN_PAGE_AND_RANGE);
      inode.ranges().unlock(at, at + 1);
    }
  }
}
