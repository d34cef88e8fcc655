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

  AllocGroup(int blocks, int reserved) {
    this.blocks = blocks;
    this.used = new BitSet(blocks);
    used.set(0, reserved);
  }

  /** Takes {@code count} blocks, in as few runs as first fit gives: pairs of start and length. */
  List<long[]> allocate(long count) throws IOException {
    lock.lockWrite();
    try {
      if (count > freeLocked()) {
        throw new IOException(
            "no space left on device: " + count + " blocks wanted, " + freeLocked() + " free");
      }
      return takeRuns(count);
    } finally {
      lock.unlockWrite();
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
