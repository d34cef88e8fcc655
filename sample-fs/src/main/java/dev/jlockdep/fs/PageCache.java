package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The folios of one file (its mapping). Folios come in under invalidate_lock, at least shared, or by a
 * write under i_rwsem; they go under their own lock.
 */
final class PageCache {
  private final Inode inode;
  private final RwSem pages;
  private final RwSem maps;
  private final TreeMap<Long, Folio> folios = new TreeMap<>(); // guarded by pages
  private final List<MappedRegion> regions = new ArrayList<>(); // guarded by maps

  PageCache(Inode inode) {
    this.inode = inode;
    this.pages = new RwSem("i_pages", inode);
    this.maps = new RwSem("i_mmap_rwsem", inode);
  }

  /** The folio at a block, or null. */
  Folio find(long index) {
    pages.lockRead();
    try {
      return folios.get(index);
    } finally {
      pages.unlockRead();
    }
  }

  /** The folio at a block, a new and empty one where there was none. */
  Folio findOrCreate(long index) {
    Lockdep.requiresAny(
        "insertion of a folio", AcquireMode.READ, inode.invalidateLock().watched(),
        inode.iRwsem().watched());
    pages.lockWrite();
    try {
      return folios.computeIfAbsent(index, i -> new Folio(i, inode));
    } finally {
      pages.unlockWrite();
    }
  }

  /** The folios of {@code [from, to)}, in order. */
  List<Folio> in(long from, long to) {
    pages.lockRead();
    try {
      return new ArrayList<>(folios.subMap(from, to).values());
    } finally {
      pages.unlockRead();
    }
  }

  int size() {
    pages.lockRead();
    try {
      return folios.size();
    } finally {
      pages.unlockRead();
    }
  }

  /** The first block of {@code [from, to)} that is cached and filled; {@code to} if there is none. */
  long seekData(long from, long to) {
    for (Folio folio : in(from, to)) {
      if (folio.uptodate()) {
        return folio.index();
      }
    }
    return to;
  }

  /** The first block of {@code [from, to)} that is not cached and filled. */
  long seekHole(long from, long to) {
    long at = from;
    for (Folio folio : in(from, to)) {
      if (folio.index() != at || !folio.uptodate()) {
        return at;
      }
      at++;
    }
    return at;
  }

  /** Folios with data that there is no room for on the device: never, or a write can be lost. */
  int dirtyWithoutRoom(AllocGroup group) {
    return (int)
        in(0, Long.MAX_VALUE).stream()
            .filter(folio -> folio.dirty() && !inode.blocks().hasRoom(group, folio.index()))
            .count();
  }

  int dirty() {
    return (int) in(0, Long.MAX_VALUE).stream().filter(Folio::dirty).count();
  }

  boolean anyDirty(long from, long to) {
    return in(from, to).stream().anyMatch(Folio::dirty);
  }

  /**
   * Takes the clean folios of {@code [from, to)} out, and out of every mapping. False when one was
   * dirty or its range was locked (try_release_extent_state), and so stayed.
   */
  boolean invalidate(SampleFs fs, long from, long to) {
    boolean all = true;
    for (Folio folio : in(from, to)) {
      folio.lock().lock();
      try {
        all &= !folio.clean() || inode.ranges().isLocked(folio.index(), folio.index() + 1)
            ? false
            : removeClean(fs, folio);
      } finally {
        folio.lock().unlock();
      }
    }
    return all;
  }

  /** As {@link #invalidate} for whatever can be had without waiting: what reclaim does. */
  int dropClean(SampleFs fs) {
    int dropped = 0;
    for (Folio folio : in(0, Long.MAX_VALUE)) {
      if (folio.lock().tryLock()) {
        try {
          dropped += folio.clean() && removeClean(fs, folio) ? 1 : 0;
        } finally {
          folio.lock().unlock();
        }
      }
    }
    return dropped;
  }

  /** Takes everything of {@code [from, to)} out, dirty or not: the blocks under it are going away. */
  void truncate(long from, long to) {
    for (Folio folio : in(from, to)) {
      folio.lock().lock();
      try {
        folio.markClean();
        remove(folio);
      } finally {
        folio.lock().unlock();
      }
    }
  }

  /**
   * Under the folio's lock, and under no other: code that relies on the invalidate lock here is wrong,
   * which {@link Fault#LINT_REMOVAL} shows.
   */
  private boolean removeClean(SampleFs fs, Folio folio) {
    if (fs.has(Fault.LINT_REMOVAL) || fs.has(Fault.IO_STRICT_SEEK_PAIR)) {
      Lockdep.requires(
          "removal of a folio", inode.invalidateLock().watched(), AcquireMode.EXCLUSIVE);
    }
    return remove(folio);
  }

  /** Under the folio's lock. */
  private boolean remove(Folio folio) {
    unmap(folio);
    pages.lockWrite();
    try {
      folio.takenOut();
      return folios.remove(folio.index(), folio);
    } finally {
      pages.unlockWrite();
    }
  }

  private void unmap(Folio folio) {
    maps.lockRead();
    try {
      regions.forEach(region -> region.unmap(folio));
    } finally {
      maps.unlockRead();
    }
  }

  /** Takes a block out of every page table. */
  void unmapAll(long index) {
    maps.lockRead();
    try {
      regions.forEach(region -> region.unmap(index));
    } finally {
      maps.unlockRead();
    }
  }

  void mapped(MappedRegion region) {
    maps.lockWrite();
    try {
      regions.add(region);
    } finally {
      maps.unlockWrite();
    }
  }

  void unmapped(MappedRegion region) {
    maps.lockWrite();
    try {
      regions.remove(region);
    } finally {
      maps.unlockWrite();
    }
  }
}
