package dev.jlockdep.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The entries of one file. */
final class DaxEntries {
  private final Inode inode;
  private final RwSem pages;
  private final TreeMap<Long, DaxEntry> entries = new TreeMap<>(); // guarded by pages

  DaxEntries(Inode inode) {
    this.inode = inode;
    this.pages = new RwSem("dax_entries", inode);
  }

  /** The entry of a block, locked; a new and empty one where there was none. */
  DaxEntry grab(long index) {
    for (; ; ) {
      DaxEntry entry = findOrCreate(index);
      entry.lock().lock();
      if (!entry.dropped()) {
        return entry;
      }
      entry.lock().unlock();
    }
  }

  void put(DaxEntry entry) {
    entry.lock().unlock();
  }

  private DaxEntry findOrCreate(long index) {
    pages.lockWrite();
    try {
      return entries.computeIfAbsent(index, i -> new DaxEntry(i, inode));
    } finally {
      pages.unlockWrite();
    }
  }

  /** Those of {@code [from, to)}, in order. */
  List<DaxEntry> in(long from, long to) {
    pages.lockRead();
    try {
      return new ArrayList<>(entries.subMap(from, to).values());
    } finally {
      pages.unlockRead();
    }
  }

  /** Under the entry's lock: takes it out, and out of every page table. */
  void remove(DaxEntry entry) {
    inode.pageCache().unmapAll(entry.index());
    entry.drop();
    pages.lockWrite();
    try {
      entries.remove(entry.index(), entry);
    } finally {
      pages.unlockWrite();
    }
  }
}
