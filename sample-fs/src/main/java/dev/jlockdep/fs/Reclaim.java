package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Scope;

/**
 * Makes room in the cache by dropping clean folios that nobody has locked. It runs wherever memory is
 * allocated, so under whatever the allocating code holds: it may only try locks, never wait for one
 * that an allocation can be made under.
 */
final class Reclaim {
  private Reclaim() {}

  /** Where a folio is about to be allocated. */
  static void beforeAllocation(SampleFs fs) {
    Lockdep.mightReclaim();
    if (fs.cacheFull()) {
      run(fs);
    }
  }

  /** Drops what can be dropped; the number of folios. */
  static int run(SampleFs fs) {
    int dropped = 0;
    try (Scope reclaim = Lockdep.enterReclaim()) {
      for (Inode inode : fs.cachedInodes()) {
        dropped += evict(fs, inode);
      }
    }
    return dropped;
  }

  private static int evict(SampleFs fs, Inode inode) {
    if (!fs.has(Fault.IO_RECLAIM_TAKES_INVALIDATE_LOCK)) {
      return inode.pageCache().dropClean(fs);
    }
    inode.invalidateLock().lockWrite();
    try {
      return inode.pageCache().dropClean(fs);
    } finally {
      inode.invalidateLock().unlockWrite();
    }
  }
}
