package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;

/**
 * Gives back what a buffered write reserved and did not use, because it failed or came out short. What
 * is dirty in the cache keeps its room: somebody else may have stored there through a mapping.
 *
 * <p>The cache is walked with a pair of seeks, for data and from there for a hole. The invalidate lock
 * keeps page faults from bringing folios in; it does not keep clean ones from being taken out in
 * between, so the hole may be where the data was a moment ago.
 *
 * <p>Source: iomap_write_delalloc_release and the thread on it, 2022.
 */
final class Delalloc {
  private Delalloc() {}

  /** Under i_rwsem: blocks {@code [from, to)} that are not dirty lose their reservation. */
  static void release(SampleFs fs, Inode inode, long from, long to) {
    boolean locks = !fs.has(Fault.IO_RELEASE_WITHOUT_INVALIDATE_LOCK);
    if (locks) {
      inode.invalidateLock().lockWrite();
    }
    try {
      walk(fs, inode, from, to);
    } finally {
      if (locks) {
        inode.invalidateLock().unlockWrite();
      }
    }
  }

  private static void walk(SampleFs fs, Inode inode, long from, long to) {
    long punchFrom = from;
    long at = from;
    while (at < to) {
      long data = inode.pageCache().seekData(at, to);
      if (data == to) {
        break;
      }
      fs.gates().reach(Gates.DELALLOC_BETWEEN_SEEKS);
      long hole = inode.pageCache().seekHole(data, to);
      if (hole == data && fs.has(Fault.IO_STRICT_SEEK_PAIR)) {
        // "cannot be": in the kernel a warning
        return;
      }
      punchFrom = keepDirty(fs, inode, punchFrom, data, hole);
      at = hole;
    }
    punch(fs, inode, punchFrom, to);
  }

  /** Punches up to the last dirty folio of {@code [data, hole)}; where to go on. */
  private static long keepDirty(SampleFs fs, Inode inode, long from, long data, long hole) {
    long punchFrom = from;
    for (Folio folio : inode.pageCache().in(data, hole)) {
      folio.lock().lock();
      try {
        if (folio.dirty()) {
          punch(fs, inode, punchFrom, folio.index());
          punchFrom = folio.index() + 1;
        }
      } finally {
        folio.lock().unlock();
      }
    }
    return punchFrom;
  }

  private static void punch(SampleFs fs, Inode inode, long from, long to) {
    if (from < to) {
      fs.gates().reach(Gates.DELALLOC_BEFORE_PUNCH);
      Lockdep.requires(
          "punch of delayed allocation", inode.invalidateLock().watched(), AcquireMode.EXCLUSIVE);
      inode.blocks().releaseReserved(fs.allocGroup(), from, to);
    }
  }
}
