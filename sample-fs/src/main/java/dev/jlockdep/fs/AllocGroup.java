package dev.jlockdep.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The free blocks of a device. Its lock is the innermost but for the device's own.
 *
 * <p>A block that is given back can be had again only when a transaction that no longer knows of it
 * is on the device: after a crash its old owner would find the new one's data in it. For the same
 * reason a block stays shared until the transaction in which its second owner let it go is there.
 */
final class AllocGroup {
  /** Blocks kept for metadata, so that what is in memory can always be written. */
  private static final int RESERVE_MAX = 64;
  private static final int RESERVE_SHARE = 64;

  private final RwSem lock = new RwSem("alloc_group", this);
  private final BitSet used; // guarded by lock
  private final int blocks;
  private final SharedBlocks shared = new SharedBlocks(); // guarded by lock
  private long reservedRoom; // guarded by lock
  private final int reserve;
  private Freed freed = new Freed(new ArrayList<>(), new ArrayList<>()); // guarded by lock

  /** Blocks given back since the last commit: runs of data, and single blocks of metadata. */
  record Freed(List<long[]> data, List<Long> meta) {
    boolean isEmpty() {
      return data.isEmpty() && meta.isEmpty();
    }

    long count() {
      return meta.size() + data.stream().mapToLong(run -> run[1]).sum();
    }
  }

  /** Blocks {@code [from, to)} of a device. */
  AllocGroup(int from, int to) {
    this.blocks = to;
    this.used = new BitSet(to);
    this.reserve = Math.min(RESERVE_MAX, (to - from) / RESERVE_SHARE);
    used.set(0, from);
  }

  /**
   * Takes {@code count} blocks, in as few runs as first fit gives: pairs of start and length.
   *
   * @param room how many of them were reserved before; they no longer are
   */
  List<long[]> allocate(long count, long room) throws IOException {
    lock.lockWrite();
    try {
      checkRoom(count - room);
      reservedRoom -= room;
      return takeRuns(count);
    } finally {
      lock.unlockWrite();
    }
  }

  /** Takes a block for metadata, from the reserve if need be. */
  long allocateMeta() throws IOException {
    lock.lockWrite();
    try {
      if (freeLocked() == 0) {
        throw new IOException("no space left on device for metadata");
      }
      return takeRuns(1).get(0)[0];
    } finally {
      lock.unlockWrite();
    }
  }

  /** Keeps room for blocks that will be allocated later. */
  void reserve(long count) throws IOException {
    lock.lockWrite();
    try {
      checkRoom(count);
      reservedRoom += count;
    } finally {
      lock.unlockWrite();
    }
  }

  /** The room is not needed any more. */
  void unreserve(long count) {
    lock.lockWrite();
    try {
      reservedRoom -= count;
    } finally {
      lock.unlockWrite();
    }
  }

  /** Blocks that room is kept for. */
  long reserved() {
    lock.lockRead();
    try {
      return reservedRoom;
    } finally {
      lock.unlockRead();
    }
  }

  private void checkRoom(long count) throws IOException {
    long free = Math.max(0, freeLocked() - reserve - reservedRoom);
    if (count > free) {
      throw new IOException(
          "no space left on device: " + count + " blocks wanted, " + free + " free");
    }
  }

  /** Gives blocks back. */
  void release(long start, long count) {
    lock.lockWrite();
    try {
      freed.data().add(new long[] {start, count});
    } finally {
      lock.unlockWrite();
    }
  }

  void releaseMeta(long block) {
    lock.lockWrite();
    try {
      freed.meta().add(block);
    } finally {
      lock.unlockWrite();
    }
  }

  /** What was given back and waits for a commit, which takes it over. */
  Freed takeFreed() {
    lock.lockWrite();
    try {
      Freed taken = freed;
      freed = new Freed(new ArrayList<>(), new ArrayList<>());
      return taken;
    } finally {
      lock.unlockWrite();
    }
  }

  /** The commit is on the device: these can be had again. */
  void reuse(Freed committed) {
    lock.lockWrite();
    try {
      for (long[] run : committed.data()) {
        letGo(run[0], run[1]);
      }
      committed.meta().forEach(block -> used.clear(block.intValue()));
    } finally {
      lock.unlockWrite();
    }
  }

  private void letGo(long start, long count) {
    if (shared.size() == 0) {
      used.clear((int) start, (int) (start + count));
      return;
    }
    for (long block = start; block < start + count; block++) {
      if (!shared.drop(block)) {
        used.clear((int) block);
      }
    }
  }

  /** Another extent has these blocks as well; each owner gives them back for itself. */
  void share(long start, long count) {
    lock.lockWrite();
    try {
      shared.add(start, count);
    } finally {
      lock.unlockWrite();
    }
  }

  /** The parts of a run that several extents have, as pairs of start and end. */
  List<long[]> sharedIn(long start, long count) {
    lock.lockRead();
    try {
      return shared.in(start, count);
    } finally {
      lock.unlockRead();
    }
  }

  /** Blocks that several extents have. */
  int shared() {
    lock.lockRead();
    try {
      return shared.size();
    } finally {
      lock.unlockRead();
    }
  }

  /** Whether a commit must come first for so many blocks to be had. */
  boolean needsCommit(long count) {
    lock.lockRead();
    try {
      return freeLocked() - reserve - reservedRoom < count && !freed.isEmpty();
    } finally {
      lock.unlockRead();
    }
  }

  /** Claims blocks that an inode on disk says it owns alone. */
  void claim(long start, long count) throws IOException {
    lock.lockWrite();
    try {
      checkInside(start, count);
      int from = (int) start;
      int to = (int) (start + count);
      if (used.nextSetBit(from) >= 0 && used.nextSetBit(from) < to) {
        throw ownedTwice(used.nextSetBit(from));
      }
      used.set(from, to);
    } finally {
      lock.unlockWrite();
    }
  }

  /** Claims blocks that an inode on disk says it may share with others that say so. */
  void claimShared(long start, long count) throws IOException {
    lock.lockWrite();
    try {
      checkInside(start, count);
      for (int block = (int) start; block < start + count; block++) {
        if (!used.get(block)) {
          used.set(block);
          shared.expect(block);
        } else if (shared.expects(block)) {
          shared.add(block, 1);
        } else {
          throw ownedTwice(block);
        }
      }
    } finally {
      lock.unlockWrite();
    }
  }

  /** Every inode has made its claims. */
  void allClaimed() {
    lock.lockWrite();
    try {
      shared.settle();
    } finally {
      lock.unlockWrite();
    }
  }

  private void checkInside(long start, long count) throws CorruptImageException {
    if (start < 0 || count <= 0 || count > blocks || start > blocks - count) {
      throw new CorruptImageException("extent outside the device");
    }
  }

  private static CorruptImageException ownedTwice(int block) {
    return new CorruptImageException("block " + block + " is owned twice");
  }

  /** Blocks for data, with those that a commit will set free. */
  long free() {
    lock.lockRead();
    try {
      return Math.max(0, freeLocked() + freed.count() - shared.keptOf(freed.data()) - reserve);
    } finally {
      lock.unlockRead();
    }
  }

  private long freeLocked() {
    return blocks - used.cardinality();
  }

  private List<long[]> takeRuns(long count) {
    List<long[]> runs = new ArrayList<>();
    long left = count;
    int start = used.nextClearBit(0);
    while (left > 0) {
      int next = used.nextSetBit(start);
      int end = next < 0 ? blocks : next;
      int length = (int) Math.min(left, end - start);
      used.set(start, start + length);
      runs.add(new long[] {start, length});
      left -= length;
      start = used.nextClearBit(start);
    }
    return runs;
  }
}
