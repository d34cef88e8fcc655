package dev.jlockdep.fs;

import dev.jlockdep.api.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Operations on the mappings of two files. The locks of each kind are taken by inode number, the second
 * as nested: i_rwsem of both, then mapping.invalidate_lock of both; then the direct transfers of both
 * are waited for.
 */
final class Remap {
  private Remap() {}

  /** What runs with both files locked against everything else. */
  private interface Change {
    void run() throws IOException;
  }

  /** Under sb_writers: the files exchange blocks and sizes; nothing is in flight on either. */
  static void exchange(SampleFs fs, Inode a, Inode b) throws IOException {
    Inode first = a.number() < b.number() ? a : b;
    Inode second = first == a ? b : a;
    locked(
        fs,
        first,
        second,
        () -> {
          forget(fs, first);
          forget(fs, second);
          try (Journal.Handle both = fs.journal().begin()) {
            first.exchangeMapping(second);
          }
        });
  }

  /** Under sb_writers: blocks of one file become the other's too, in place of what it had there. */
  static void share(SampleFs fs, Sharing what) throws IOException {
    what.requireInside();
    if (what.from() == what.to()) {
      lockedAlone(fs, what.from(), () -> shareLocked(fs, what));
      return;
    }
    boolean sorted =
        what.from().number() < what.to().number() || fs.has(Fault.IO_UNSORTED_TWO_INODES);
    Inode first = sorted ? what.from() : what.to();
    Inode second = sorted ? what.to() : what.from();
    locked(fs, first, second, () -> shareLocked(fs, what));
  }

  private static void shareLocked(SampleFs fs, Sharing what) throws IOException {
    what.requireInside(); // the sizes may have changed
    Inode from = what.from();
    Inode to = what.to();
    settle(fs, from, what.firstBlock(), what.endBlock());
    to.pageCache().truncate(what.targetBlock(), what.targetEndBlock());
    to.orderedTree().waitFor(what.targetBlock(), what.targetEndBlock());
    try (Journal.Handle both = fs.journal().begin()) {
      to.blocks().unmap(fs.allocGroup(), what.targetBlock(), what.targetEndBlock());
      to.blocks().insertShared(
          from.blocks().share(fs.allocGroup(), what.firstBlock(), what.endBlock()).stream()
              .map(extent -> extent.movedBy(what.targetBlock() - what.firstBlock()))
              .toList());
      to.growTo(what.targetEnd());
      to.touchModified();
    }
  }

  /**
   * Whether the same bytes are in both files up to the shorter one's end. Page faults of either wait;
   * nothing else has to, so i_rwsem is not taken.
   */
  static boolean same(SampleFs fs, Inode a, Inode b) throws IOException {
    boolean sorted = a.number() < b.number() || fs.has(Fault.IO_UNSORTED_TWO_MAPPINGS);
    return sorted ? sameLocked(fs, a, b) : sameLocked(fs, b, a);
  }

  private static boolean sameLocked(SampleFs fs, Inode first, Inode second) throws IOException {
    try (Scope glocks = Cluster.holdBoth(fs, first, second)) {
      return sameUnderGlocks(fs, first, second);
    }
  }

  private static boolean sameUnderGlocks(SampleFs fs, Inode first, Inode second)
      throws IOException {
    lockTwo(fs, first, second);
    try {
      long blocks = Transfer.blocksUpTo(Math.min(first.size(), second.size()));
      for (long block = 0; block < blocks; block++) {
        if (!contents(fs, first, block).equals(contents(fs, second, block))) {
          return false;
        }
      }
      return true;
    } finally {
      second.invalidateLock().unlockWrite();
      first.invalidateLock().unlockWrite();
    }
  }

  private static ByteBuffer contents(SampleFs fs, Inode inode, long block) throws IOException {
    Folio folio = PageFault.filled(fs, inode, block);
    try {
      return Copies.of(folio.bytes());
    } finally {
      folio.lock().unlock();
    }
  }

  // ---- locks -----------------------------------------------------------------------------------

  private static void locked(SampleFs fs, Inode first, Inode second, Change change)
      throws IOException {
    lockInodes(fs, first, second);
    try (Scope glocks = Cluster.holdBoth(fs, first, second)) {
      lockTwo(fs, first, second);
      try {
        waitForDio(first, second);
        change.run();
      } finally {
        second.invalidateLock().unlockWrite();
        first.invalidateLock().unlockWrite();
      }
    } finally {
      second.iRwsem().unlockWrite();
      first.iRwsem().unlockWrite();
    }
  }

  private static void lockedAlone(SampleFs fs, Inode inode, Change change) throws IOException {
    inode.iRwsem().lockWrite();
    try {
      inode.invalidateLock().lockWrite();
      try {
        inode.dioCount().await();
        change.run();
      } finally {
        inode.invalidateLock().unlockWrite();
      }
    } finally {
      inode.iRwsem().unlockWrite();
    }
  }

  private static void lockInodes(SampleFs fs, Inode first, Inode second) {
    first.iRwsem().lockWrite();
    fs.gates().reach(Gates.REMAP_ONE_LOCKED);
    if (fs.has(Fault.IO_UNSORTED_TWO_INODES)) {
      second.iRwsem().lockWrite();
    } else {
      second.iRwsem().lockWriteNested(1);
    }
  }

  private static void lockTwo(SampleFs fs, Inode first, Inode second) {
    first.invalidateLock().lockWrite();
    fs.gates().reach(Gates.REMAP_ONE_LOCKED);
    if (fs.has(Fault.IO_UNSORTED_TWO_MAPPINGS)) {
      second.invalidateLock().lockWrite();
    } else {
      second.invalidateLock().lockWriteNested(1);
    }
  }

  private static void waitForDio(Inode first, Inode second) {
    second.dioCount().await();
    first.dioCount().await();
  }

  // ---- the cache -------------------------------------------------------------------------------

  /** Everything cached goes to the device and out of the cache. */
  private static void forget(SampleFs fs, Inode inode) throws IOException {
    settle(fs, inode, 0, Long.MAX_VALUE);
    inode.pageCache().truncate(0, Long.MAX_VALUE);
    inode.blocks().dropCopies(fs.allocGroup());
  }

  /**
   * Nothing of a range is dirty any more. A store through a page table that was under way during the
   * write leaves its folio dirty; the next one faults, and the fault waits.
   */
  static void settle(SampleFs fs, Inode inode, long from, long to) throws IOException {
    do {
      Writeback.flush(fs, inode, from, to);
    } while (inode.pageCache().anyDirty(from, to));
  }
}
