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
    boolean ranges =
        fs.personality() == Personality.EXTENT && !Task.current().ownsRange(inode, at);
    if (ranges) {
      lockAndFlushOrdered(inode, folio);
    }
    return fill(fs, inode, folio, ranges, inode.blocks().mapped(at, at + 1));
  }

  /** Fills a locked folio from where its block is, and unlocks it. */
  static IOException fill(
      SampleFs fs, Inode inode, Folio folio, boolean ranges, List<Extent> mapped) {
    long at = folio.index();
    if (mapped.isEmpty() || mapped.get(0).unwritten()) {
      end(fs, inode, folio, ranges, null, () -> {});
      return null;
    }
    CountDownLatch unlocked = new CountDownLatch(1);
    IOException[] result = new IOException[1];
    ByteBuffer bytes = folio.bytes();
    if (ranges) {
      inode.ranges().handOff(at, at + 1, fs.device());
    }
    folio.lock().handOff(fs.device());
    fs.device()
        .submit(
            new Bio(
                Bio.Op.READ,
                mapped.get(0).physical() * BlockDevice.BLOCK_BYTES,
                bytes,
                failed -> {
                  result[0] = failed;
                  end(fs, inode, folio, ranges, failed, unlocked::countDown);
                }));
    Waits.uninterruptibly(unlocked);
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

  /** @param unlocked runs as soon as the folio is, when those who wait for it go on */
  private static void end(
      SampleFs fs, Inode inode, Folio folio, boolean ranges, IOException failed, Runnable unlocked) {
    long at = folio.index();
    boolean rangeFirst = fs.has(Fault.BT_ENDIO_RANGE_FIRST);
    if (failed == null) {
      folio.markUptodate();
    }
    if (ranges && rangeFirst) {
      inode.ranges().unlock(at, at + 1);
    }
    folio.lock().unlock();
    unlocked.run();
    if (ranges && !rangeFirst) {
      fs.gates().reach(Gates.ENDIO_BETWEEN_PAGE_AND_RANGE);
      inode.ranges().unlock(at, at + 1);
    }
  }
}
