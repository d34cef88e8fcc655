package dev.jlockdep.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The free blocks of a device. Its lock is the innermost but for the device's own. */
final class AllocGroup {
  private final RwSem lock = new RwSem("alloc_group", this);
  private final BitSet used; // guarded by lock
  private final int blocks;
  private long reservedRoom; // guarded by lock

  AllocGroup(int blocks, int reserved) {
    this.blocks = blocks;
    this.used = new BitSet(blocks);
    used.set(0, reserved);
  }

  /**
   * Takes {@code count} blocks, in as few runs as first fit gives: pairs of start and length.
   *
   * @param room how many of them were reserved before; they no longer are
   */
  List<long[]> allocate(long count, long room) throws IOException {
    lock.lockWrite();
    try {
      reservedRoom -= room;
      checkRoom(count);
      return takeRuns(count);
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
    long free = freeLocked() - reservedRoom;
    if (count > free) {
      throw new IOException(
          "no space left on device: " + count + " blocks wanted, " + free + " free");
    }
  }

  /** Gives blocks back. */
  void release(long start, long count) {
    lock.lockWrite();
    try {
      used.clear((int) start, (int) (start + count));
    } finally {
      lock.unlockWrite();
    }
  }

  /** Claims blocks that an inode on disk says it owns. */
  void claim(long start, long count) throws IOException {
    lock.lockWrite();
    try {
      int from = (int) start;
      int to = (int) (start + count);
      if (start < 0 || count <= 0 || start + count > blocks) {
        throw new IOException("corrupt image: extent outside the device");
      }
      if (used.nextSetBit(from) >= 0 && used.nextSetBit(from) < to) {
        throw new IOException("corrupt image: block " + used.nextSetBit(from) + " is owned twice");
      }
      used.set(from, to);
    } finally {
      lock.unlockWrite();
    }
  }

  long free() {
    lock.lockRead();
    try {
      return freeLocked();
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
