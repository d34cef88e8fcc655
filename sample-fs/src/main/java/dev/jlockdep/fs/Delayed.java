package dev.jlockdep.fs;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The blocks of one file that have room reserved on the device and no place yet: what was written into
 * the cache over a hole. They get their place when they are written back. Guarded by the inode's ilock.
 */
final class Delayed {
  private final TreeSet<Long> blocks = new TreeSet<>();

  /** Reserves room for what has none of these holes; all of them or none. */
  void reserve(AllocGroup group, List<long[]> holes) throws IOException {
    TreeSet<Long> added = new TreeSet<>();
    for (long[] hole : holes) {
      for (long block = hole[0]; block < hole[1]; block++) {
        if (!blocks.contains(block)) {
          added.add(block);
        }
      }
    }
    if (!added.isEmpty()) {
      group.reserve(added.size());
      blocks.addAll(added);
    }
  }

  /** How many blocks of these holes have room reserved. */
  long count(List<long[]> holes) {
    long count = 0;
    for (long[] hole : holes) {
      count += blocks.subSet(hole[0], hole[1]).size();
    }
    return count;
  }

  /** The holes were filled, from the room that was reserved where there was some. */
  void placed(List<long[]> holes) {
    for (long[] hole : holes) {
      blocks.subSet(hole[0], hole[1]).clear();
    }
  }

  /** Gives the room back. */
  void release(AllocGroup group, long from, long to) {
    Set<Long> range = blocks.subSet(from, to);
    group.unreserve(range.size());
    range.clear();
  }

  boolean contains(long block) {
    return blocks.contains(block);
  }

  int size() {
    return blocks.size();
  }
}
