package dev.jlockdep.fs;

import java.io.IOException;

/** The page-fault handler of mapped files (filemap_fault). Runs under mmap_lock. */
final class PageFault {
  private PageFault() {}

  /**
   * The folio of a block, filled, locked, and under invalidate_lock, so that it cannot go away before
   * the page table has it; {@link #done} lets both go.
   */
  static Folio handle(SampleFs fs, Inode inode, long index, boolean write) throws IOException {
    if (write) {
      fs.journal().makeRoom(1);
    }
    inode.invalidateLock().lockRead();
    Folio folio = null;
    boolean kept = false;
    try {
      folio = filled(fs, inode, index);
      if (write) {
        inode.blocks().reserve(fs.allocGroup(), index, index + 1);
        folio.markDirty();
      }
      kept = true;
      return folio;
    } finally {
      if (!kept) {
        if (folio != null) {
          folio.lock().unlock();
        }
        inode.invalidateLock().unlockRead();
      }
    }
  }

  static void done(Inode inode, Folio folio) {
    folio.lock().unlock();
    inode.invalidateLock().unlockRead();
  }

  /** The folio of a block in the cache, with its data, locked. */
  static Folio filled(SampleFs fs, Inode inode, long index) throws IOException {
    for (; ; ) {
      Folio folio = inode.pageCache().find(index);
      if (folio == null) {
        // not for a folio that is there: it would be the first to go
        Reclaim.beforeAllocation(fs);
        folio = inode.pageCache().findOrCreate(index);
      }
      folio.lock().lock();
      if (folio.cached() && folio.uptodate()) {
        return folio;
      }
      if (!folio.cached()) {
        folio.lock().unlock();
        continue;
      }
      IOException failed = ReadAhead.run(fs, inode, folio);
      if (failed != null) {
        throw failed;
      }
    }
  }
}
