package dev.jlockdep.fs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Where the blocks of one file are: on the device, reserved there for what is in the cache, or, where
 * other files have the same block, in a copy that is being written. Such a copy takes the place of the
 * shared block when its data is on the device (xfs calls it the copy-on-write fork): until then a crash
 * finds the old data. Guarded by the inode's ilock.
 */
final class BlockMap {
  private final ExtentMap extents = new ExtentMap();
  private final ExtentMap copies = new ExtentMap();
  private final Delayed delayed = new Delayed();

  /** What a read of {@code [from, to)} finds; holes are left out. */
  List<Extent> mapped(long from, long to) {
    return extents.mapped(from, to);
  }

  List<Extent> all() {
    return extents.all();
  }

  /** Where a write of {@code [from, to)} goes. */
  List<Extent> targets(long from, long to) {
    if (copies.isEmpty()) {
      return extents.mapped(from, to);
    }
    List<Extent> targets = new ArrayList<>(copies.mapped(from, to));
    for (Extent extent : extents.mapped(from, to)) {
      for (long[] kept : copies.holes(extent.logical(), extent.logicalEnd())) {
        targets.add(extent.slice(kept[0], kept[1]));
      }
    }
    targets.sort(Comparator.comparingLong(Extent::logical));
    return targets;
  }

  /** The parts of {@code [from, to)} that other files have too and no copy has been made of. */
  List<long[]> shared(AllocGroup group, long from, long to) {
    List<long[]> shared = new ArrayList<>();
    for (Extent extent : extents.mapped(from, to)) {
      if (extent.shared()) {
        long ahead = extent.logical() - extent.physical();
        for (long[] run : group.sharedIn(extent.physical(), extent.count())) {
          shared.addAll(copies.holes(run[0] + ahead, run[1] + ahead));
        }
      }
    }
    return shared;
  }

  // ---- room ------------------------------------------------------------------------------------

  /** Reserves room for what a write of {@code [from, to)} has to allocate; for all or nothing. */
  void reserve(AllocGroup group, long from, long to) throws IOException {
    List<long[]> wanted = extents.holes(from, to);
    wanted.addAll(shared(group, from, to));
    delayed.reserve(group, wanted);
  }

  void releaseReserved(AllocGroup group, long from, long to) {
    delayed.release(group, from, to);
  }

  int reserved() {
    return delayed.size();
  }

  /** Whether a block can be written without running out of space. */
  boolean hasRoom(AllocGroup group, long block) {
    boolean mine = !extents.mapped(block, block + 1).isEmpty()
        && shared(group, block, block + 1).isEmpty();
    return mine || delayed.contains(block);
  }

  // ---- allocation ------------------------------------------------------------------------------

  /** Fills the holes of {@code [from, to)} with unwritten blocks, all or none; whether there were. */
  boolean allocate(AllocGroup group, long from, long to) throws IOException {
    return allocate(group, extents.holes(from, to), List.of());
  }

  /** As {@link #allocate}, and makes place for copies of shared blocks. */
  boolean allocateForWriting(AllocGroup group, long from, long to) throws IOException {
    boolean any = allocate(group, extents.holes(from, to), shared(group, from, to));
    // what was shared when room was reserved, and no longer is
    delayed.release(group, from, to);
    return any;
  }

  private boolean allocate(AllocGroup group, List<long[]> holes, List<long[]> shared)
      throws IOException {
    long wanted = length(holes) + length(shared);
    if (wanted == 0) {
      return false;
    }
    Deque<long[]> runs =
        new ArrayDeque<>(group.allocate(wanted, delayed.count(holes) + delayed.count(shared)));
    fill(extents, holes, runs);
    fill(copies, shared, runs);
    delayed.placed(holes);
    delayed.placed(shared);
    return true;
  }

  private static long length(List<long[]> ranges) {
    return ranges.stream().mapToLong(range -> range[1] - range[0]).sum();
  }

  /** Takes blocks off the runs, pairs of start and length. */
  private static void fill(ExtentMap into, List<long[]> holes, Deque<long[]> runs) {
    for (long[] hole : holes) {
      long at = hole[0];
      while (at < hole[1]) {
        long[] run = runs.remove();
        long count = Math.min(hole[1] - at, run[1]);
        into.insert(new Extent(at, run[0], count, true));
        at += count;
        if (count < run[1]) {
          runs.push(new long[] {run[0] + count, run[1] - count});
        }
      }
    }
  }

  /** The data of {@code [from, to)} is on the device, where {@link #targets} said. */
  void written(AllocGroup group, long from, long to) {
    extents.markWritten(from, to);
    for (Extent copy : copies.remove(from, to)) {
      release(group, extents.remove(copy.logical(), copy.logicalEnd()));
      extents.insert(copy.written());
    }
  }

  // ---- other changes ---------------------------------------------------------------------------

  /** Takes the blocks of {@code [from, to)} away, and the room; what is to be given back. */
  List<Extent> remove(AllocGroup group, long from, long to) {
    delayed.release(group, from, to);
    List<Extent> removed = new ArrayList<>(extents.remove(from, to));
    removed.addAll(copies.remove(from, to));
    return removed;
  }

  /** Gives back places for copies that were never written. */
  void dropCopies(AllocGroup group) {
    release(group, copies.remove(0, Long.MAX_VALUE));
  }

  private static void release(AllocGroup group, List<Extent> extents) {
    extents.forEach(extent -> group.release(extent.physical(), extent.count()));
  }

  /** The data of {@code [from, to)}, which from now on somebody else has as well. */
  List<Extent> share(AllocGroup group, long from, long to) {
    List<Extent> data = extents.mapped(from, to).stream().filter(e -> !e.unwritten()).toList();
    for (Extent extent : data) {
      group.share(extent.physical(), extent.count());
      extents.markShared(extent);
    }
    return data.stream().map(Extent::asShared).toList();
  }

  /** Knows of no block any more. Room and copies are given back, the blocks are not. */
  void reset(AllocGroup group) {
    delayed.release(group, 0, Long.MAX_VALUE);
    dropCopies(group);
    extents.remove(0, Long.MAX_VALUE);
  }

  void insert(Extent extent) {
    extents.insert(extent);
  }

  /** Exchanges all blocks with another file, of which neither has copies or reserved room. */
  void exchange(BlockMap other) {
    extents.exchange(other.extents);
  }
}
