package dev.jlockdep.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which device blocks hold which blocks of one file. Guarded by the inode's ilock. */
final class ExtentMap {
  private final TreeMap<Long, Extent> byLogical = new TreeMap<>();

  /** The mapped parts of {@code [from, to)}, in order, holes left out. */
  List<Extent> mapped(long from, long to) {
    List<Extent> found = new ArrayList<>();
    Map.Entry<Long, Extent> first = byLogical.floorEntry(from);
    Long start = first == null ? Long.valueOf(from) : first.getKey();
    for (Extent extent : byLogical.subMap(start, true, to, false).values()) {
      if (extent.logicalEnd() > from) {
        found.add(extent.slice(from, to));
      }
    }
    return found;
  }

  /** Exchanges all extents with another map. */
  void exchange(ExtentMap other) {
    TreeMap<Long, Extent> mine = new TreeMap<>(byLogical);
    byLogical.clear();
    byLogical.putAll(other.byLogical);
    other.byLogical.clear();
    other.byLogical.putAll(mine);
  }

  /** The holes of {@code [from, to)} as pairs of start and end. */
  List<long[]> holes(long from, long to) {
    List<long[]> holes = new ArrayList<>();
    long at = from;
    for (Extent extent : mapped(from, to)) {
      if (extent.logical() > at) {
        holes.add(new long[] {at, extent.logical()});
      }
      at = extent.logicalEnd();
    }
    if (at < to) {
      holes.add(new long[] {at, to});
    }
    return holes;
  }

  /** Adds a run over a hole, joined to its neighbours where they continue each other. */
  void insert(Extent added) {
    if (!mapped(added.logical(), added.logicalEnd()).isEmpty()) {
      throw new IllegalStateException("extent over extent: " + added);
    }
    Extent joined = added;
    Map.Entry<Long, Extent> before = byLogical.lowerEntry(added.logical());
    if (before != null && before.getValue().continuedBy(joined)) {
      joined = before.getValue().joinedWith(joined);
    }
    Extent after = byLogical.get(added.logicalEnd());
    if (after != null && joined.continuedBy(after)) {
      byLogical.remove(after.logical());
      joined = joined.joinedWith(after);
    }
    byLogical.put(joined.logical(), joined);
  }

  /** Unwritten blocks of {@code [from, to)} hold data now. */
  void markWritten(long from, long to) {
    for (Extent part : mapped(from, to)) {
      if (part.unwritten()) {
        cutOut(part);
        insert(part.written());
      }
    }
  }

  /** Takes the blocks of {@code [from, to)} out; what was there. */
  List<Extent> remove(long from, long to) {
    List<Extent> removed = mapped(from, to);
    removed.forEach(this::cutOut);
    return removed;
  }

  /** The blocks may be another file's too. */
  void markShared(Extent part) {
    if (!part.shared()) {
      cutOut(part);
      insert(part.asShared());
    }
  }

  boolean isEmpty() {
    return byLogical.isEmpty();
  }

  List<Extent> all() {
    return List.copyOf(byLogical.values());
  }

  private void cutOut(Extent part) {
    Extent whole = byLogical.floorEntry(part.logical()).getValue();
    byLogical.remove(whole.logical());
    if (whole.logical() < part.logical()) {
      Extent head = whole.slice(whole.logical(), part.logical());
      byLogical.put(head.logical(), head);
    }
    if (part.logicalEnd() < whole.logicalEnd()) {
      Extent tail = whole.slice(part.logicalEnd(), whole.logicalEnd());
      byLogical.put(tail.logical(), tail);
    }
  }
}
