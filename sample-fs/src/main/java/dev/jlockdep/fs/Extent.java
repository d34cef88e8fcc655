package dev.jlockdep.fs;

/**
 * A run of blocks of a file that lies in one piece on the device. Unwritten blocks are allocated
 * but read as zeros.
 */
record Extent(long logical, long physical, long count, boolean unwritten) {
  long logicalEnd() {
    return logical + count;
  }

  /** The part inside {@code [from, to)}, which must not be empty. */
  Extent slice(long from, long to) {
    long start = Math.max(from, logical);
    long end = Math.min(to, logicalEnd());
    return new Extent(start, physical + (start - logical), end - start, unwritten);
  }

  Extent written() {
    return new Extent(logical, physical, count, false);
  }

  boolean continuedBy(Extent next) {
    return logicalEnd() == next.logical
        && physical + count == next.physical
        && unwritten == next.unwritten;
  }

  Extent joinedWith(Extent next) {
    return new Extent(logical, physical, count + next.count, unwritten);
  }
}
