package dev.jlockdep.fs;

import java.io.IOException;
import java.util.List;

/**
 * A file: its locks, its size and where its blocks are.
 *
 * <p>Lock order: sb_writers, i_rwsem, mapping.invalidate_lock, ilock, alloc_group. The in-flight
 * count inode_dio is waited for under the first three; its units are begun under i_rwsem and ended
 * without it.
 */
public final class Inode {
  private final int number;
  private final String name;
  private final RwSem iRwsem = new RwSem("i_rwsem", this);
  private final RwSem invalidateLock = new RwSem("mapping.invalidate_lock", this);
  private final RwSem ilock = new RwSem("ilock", this);
  private final EventCount dioCount;
  private final Glock glock;
  private volatile Glock.Holder holder;
  private final PageCache pageCache = new PageCache(this);
  private final DaxEntries daxEntries = new DaxEntries(this);
  private final RangeLock ranges = new RangeLock("extent_range", this);
  private final RangeLock dioRanges = new RangeLock("extent_dio", this);
  private final OrderedTree orderedTree = new OrderedTree(this);
  private final ExtentMap extents = new ExtentMap(); // guarded by ilock
  private final Delayed delayed = new Delayed(); // guarded by ilock
  private volatile long size; // written under ilock

  Inode(int number, String name, Gates gates) {
    this.number = number;
    this.name = name;
    this.dioCount = new EventCount("inode_dio", this, gates);
    this.glock = new Glock("glock_inode", this, dioCount);
  }

  public int number() {
    return number;
  }

  public String name() {
    return name;
  }

  public long size() {
    return size;
  }

  /** Excludes writers of data and of the size. */
  public RwSem iRwsem() {
    return iRwsem;
  }

  /** Excludes those who load the cache while blocks are taken away. */
  public RwSem invalidateLock() {
    return invalidateLock;
  }

  /** Direct transfers in flight. */
  public EventCount dioCount() {
    return dioCount;
  }

  PageCache pageCache() {
    return pageCache;
  }

  /** The cluster's lock of this file, for the gfs personality. */
  Glock glock() {
    return glock;
  }

  /** Faulty: the hold that the last call put here. */
  Glock.Holder holder() {
    return holder;
  }

  void holder(Glock.Holder last) {
    holder = last;
  }

  /** What page tables show of the blocks, for the dax personality. */
  DaxEntries daxEntries() {
    return daxEntries;
  }

  /** Locks on ranges of blocks, for the extent personality. */
  RangeLock ranges() {
    return ranges;
  }

  /** Ranges that direct reads keep under {@link Fault#BT_DIO_BIT}; page faults never ask for them. */
  RangeLock dioRanges() {
    return dioRanges;
  }

  /** Data on its way to the device. */
  OrderedTree orderedTree() {
    return orderedTree;
  }

  void lockRange(SampleFs fs, long from, long to) {
    if (fs.personality() == Personality.EXTENT) {
      ranges.lock(from, to);
    }
  }

  void unlockRange(SampleFs fs, long from, long to) {
    if (fs.personality() == Personality.EXTENT) {
      ranges.unlock(from, to);
    }
  }

  void growTo(long end) {
    ilock.lockWrite();
    try {
      size = Math.max(size, end);
    } finally {
      ilock.unlockWrite();
    }
  }

  void resize(long newSize) {
    ilock.lockWrite();
    try {
      size = newSize;
    } finally {
      ilock.unlockWrite();
    }
  }

  List<Extent> mapped(long from, long to) {
    ilock.lockRead();
    try {
      return extents.mapped(from, to);
    } finally {
      ilock.unlockRead();
    }
  }

  /** Reserves room for the holes of {@code [from, to)}, whose data is in the cache or about to be. */
  void reserve(AllocGroup group, long from, long to) throws IOException {
    ilock.lockWrite();
    try {
      delayed.reserve(group, extents.holes(from, to));
    } finally {
      ilock.unlockWrite();
    }
  }

  void releaseReserved(AllocGroup group, long from, long to) {
    ilock.lockWrite();
    try {
      delayed.release(group, from, to);
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Blocks with room reserved. */
  public int reserved() {
    ilock.lockRead();
    try {
      return delayed.size();
    } finally {
      ilock.unlockRead();
    }
  }

  boolean hasBlocksFrom(long block) {
    ilock.lockRead();
    try {
      return !extents.mapped(block, Long.MAX_VALUE).isEmpty();
    } finally {
      ilock.unlockRead();
    }
  }

  /** Whether the data of a block can be written back without running out of space. */
  boolean hasRoom(long block) {
    ilock.lockRead();
    try {
      return delayed.contains(block) || !extents.mapped(block, block + 1).isEmpty();
    } finally {
      ilock.unlockRead();
    }
  }

  /** Fills the holes of {@code [from, to)} with unwritten blocks; all of them or none. */
  void allocate(AllocGroup group, long from, long to) throws IOException {
    ilock.lockWrite();
    try {
      List<long[]> holes = extents.holes(from, to);
      long wanted = 0;
      for (long[] hole : holes) {
        wanted += hole[1] - hole[0];
      }
      if (wanted > 0) {
        long room = delayed.take(holes);
        try {
          fill(holes, group.allocate(wanted, room));
        } catch (IOException e) {
          delayed.reserve(group, holes);
          throw e;
        }
      }
    } finally {
      ilock.unlockWrite();
    }
  }

  private void fill(List<long[]> holes, List<long[]> runs) {
    int run = 0;
    long used = 0;
    for (long[] hole : holes) {
      long at = hole[0];
      while (at < hole[1]) {
        long start = runs.get(run)[0] + used;
        long count = Math.min(hole[1] - at, runs.get(run)[1] - used);
        extents.insert(new Extent(at, start, count, true));
        at += count;
        used += count;
        if (used == runs.get(run)[1]) {
          run++;
          used = 0;
        }
      }
    }
  }

  void markWritten(long from, long to) {
    ilock.lockWrite();
    try {
      extents.markWritten(from, to);
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Takes the blocks of {@code [from, to)} away; they read as zeros from now on. */
  void unmap(AllocGroup group, long from, long to) {
    ilock.lockWrite();
    try {
      delayed.release(group, from, to);
      for (Extent extent : extents.remove(from, to)) {
        group.release(extent.physical(), extent.count());
      }
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Exchanges blocks and size with another file; both are locked against everything else. */
  void exchangeMapping(Inode other) {
    ilock.lockWrite();
    try {
      other.ilock.lockWriteNested(1);
      try {
        extents.exchange(other.extents);
        long mine = size;
        size = other.size;
        other.size = mine;
      } finally {
        other.ilock.unlockWrite();
      }
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Puts in what was read from the device. */
  void load(long sizeOnDisk, List<Extent> onDisk) {
    ilock.lockWrite();
    try {
      onDisk.forEach(extents::insert);
      size = sizeOnDisk;
    } finally {
      ilock.unlockWrite();
    }
  }

  List<Extent> extents() {
    ilock.lockRead();
    try {
      return extents.all();
    } finally {
      ilock.unlockRead();
    }
  }
}
