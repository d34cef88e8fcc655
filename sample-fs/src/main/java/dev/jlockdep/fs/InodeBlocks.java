package dev.jlockdep.fs;

import java.io.IOException;
import java.util.List;

/** The blocks of a file, under its ilock. Thread-safe. */
final class InodeBlocks {
  private final RwSem ilock;
  /** Under ilock, before a change or with it: the next commit writes the inode. */
  private final Runnable markDirty;
  private final BlockMap map = new BlockMap(); // guarded by ilock

  InodeBlocks(RwSem ilock, Runnable markDirty) {
    this.ilock = ilock;
    this.markDirty = markDirty;
  }

  /** Under ilock. */
  BlockMap map() {
    return map;
  }

  /** What a read of {@code [from, to)} finds; holes are left out. */
  List<Extent> mapped(long from, long to) {
    ilock.lockRead();
    try {
      return map.mapped(from, to);
    } finally {
      ilock.unlockRead();
    }
  }

  /** Where a write of {@code [from, to)} goes: not to blocks that other files have too. */
  List<Extent> targets(long from, long to) {
    ilock.lockRead();
    try {
      return map.targets(from, to);
    } finally {
      ilock.unlockRead();
    }
  }

  /** The parts of {@code [from, to)} that other files have too, as pairs of start and end. */
  List<long[]> shared(AllocGroup group, long from, long to) {
    ilock.lockRead();
    try {
      return map.shared(group, from, to);
    } finally {
      ilock.unlockRead();
    }
  }

  /** Reserves room for what a write of {@code [from, to)} allocates: it is in the cache, or will be. */
  void reserve(AllocGroup group, long from, long to) throws IOException {
    ilock.lockWrite();
    try {
      map.reserve(group, from, to);
    } finally {
      ilock.unlockWrite();
    }
  }

  void releaseReserved(AllocGroup group, long from, long to) {
    ilock.lockWrite();
    try {
      map.releaseReserved(group, from, to);
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Blocks with room reserved. */
  int reserved() {
    ilock.lockRead();
    try {
      return map.reserved();
    } finally {
      ilock.unlockRead();
    }
  }

  boolean hasBlocksFrom(long block) {
    return !mapped(block, Long.MAX_VALUE).isEmpty();
  }

  /** Whether the data of a block can be written back without running out of space. */
  boolean hasRoom(AllocGroup group, long block) {
    ilock.lockRead();
    try {
      return map.hasRoom(group, block);
    } finally {
      ilock.unlockRead();
    }
  }

  /** Fills the holes of {@code [from, to)} with unwritten blocks; all of them or none. */
  void allocate(AllocGroup group, long from, long to) throws IOException {
    ilock.lockWrite();
    try {
      if (map.allocate(group, from, to)) {
        markDirty.run();
      }
    } finally {
      ilock.unlockWrite();
    }
  }

  /** As {@link #allocate}, and makes place for copies of what other files have too. */
  void allocateForWriting(AllocGroup group, long from, long to) throws IOException {
    ilock.lockWrite();
    try {
      if (map.allocateForWriting(group, from, to)) {
        markDirty.run();
      }
    } finally {
      ilock.unlockWrite();
    }
  }

  /** The data of {@code [from, to)} is where {@link #targets} said. */
  void markWritten(AllocGroup group, long from, long to) {
    ilock.lockWrite();
    try {
      markDirty.run(); // before blocks go: they are free after a commit that knows of it
      map.written(group, from, to);
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Takes the blocks of {@code [from, to)} away; they read as zeros from now on. */
  void unmap(AllocGroup group, long from, long to) {
    ilock.lockWrite();
    try {
      markDirty.run(); // before the blocks go, as above
      for (Extent extent : map.remove(group, from, to)) {
        group.release(extent.physical(), extent.count());
      }
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Gives back places for copies that were never written; nothing is in flight. */
  void dropCopies(AllocGroup group) {
    ilock.lockWrite();
    try {
      map.dropCopies(group);
    } finally {
      ilock.unlockWrite();
    }
  }

  /** The data of {@code [from, to)}, for another place to have as well; in one operation with that. */
  List<Extent> share(AllocGroup group, long from, long to) {
    ilock.lockWrite();
    try {
      markDirty.run();
      return map.share(group, from, to);
    } finally {
      ilock.unlockWrite();
    }
  }

  /** Puts shared blocks over a hole. */
  void insertShared(List<Extent> extents) {
    ilock.lockWrite();
    try {
      markDirty.run();
      extents.forEach(map::insert);
    } finally {
      ilock.unlockWrite();
    }
  }

  List<Extent> extents() {
    ilock.lockRead();
    try {
      return map.all();
    } finally {
      ilock.unlockRead();
    }
  }
}
