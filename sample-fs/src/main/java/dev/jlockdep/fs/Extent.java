package dev.jlockdep.fs;

/**
 * A run of blocks of a file that is in one piece on the device. Unwritten blocks are allocated
 * but read as zeros.
 *
 * @param shared another file may have the same blocks: whoever writes looks whether one has
 */
record Extent(long logical, long physical, long count, boolean unwritten, boolean shared) {
  /** One that is no other file's. */
  Extent(long logical, long physical, long count, boolean unwritten) {
    this(logical, physical, count, unwritten, false);
  }

  long logicalEnd() {
    return logical + count;
  }

  /** The part inside {@code [from, to)}, which must not be empty. */
  Extent slice(long from, long to) {
    long start = Math.max(from, logical);
    long end = Math.min(to, logicalEnd());
    return new Extent(start, physical + (start - logical), end - start, unwritten, shared);
  }

  Extent written() {
    return new Extent(logical, physical, count, false, shared);
  }

  /** The same blocks, from now on perhaps another file's too. */
  Extent asShared() {
    return new Extent(logical, physical, count, unwritten, true);
  }

  /** The same blocks of the device, elsewhere in a file. */
  Extent movedBy(long blocks) {
    return new Extent(logical + blocks, physical, count, unwritten, shared);
  }

  boolean continuedBy(Extent next) {
    return logicalEnd() == next.logical
        && physical + count == next.physical
        && unwritten == next.unwritten
        && shared == next.shared;
  }

  Extent joinedWith(Extent next) {
    return new Extent(logical, physical, count + next.count, unwritten, shared);
  }
}
