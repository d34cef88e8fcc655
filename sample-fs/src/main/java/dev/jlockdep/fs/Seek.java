package dev.jlockdep.fs;

/**
 * Finds data and holes in a file, in whole blocks. Data is what the cache would have to write, and
 * what is written on the device; allocated blocks that were never written are holes.
 */
final class Seek {
  private Seek() {}

  /** -1 when there is no data at or after {@code position}. */
  static long data(Inode inode, long position) {
    long size = inode.size();
    if (position < 0 || position >= size) {
      return -1;
    }
    long from = position / Folio.BYTES;
    long found = Long.MAX_VALUE;
    for (Extent extent : inode.blocks().mapped(from, Transfer.blocksUpTo(size))) {
      if (!extent.unwritten()) {
        found = extent.logical();
        break;
      }
    }
    for (Folio folio : inode.pageCache().in(from, Transfer.blocksUpTo(size))) {
      if (folio.dirty()) {
        found = Math.min(found, folio.index());
        break;
      }
    }
    return found == Long.MAX_VALUE ? -1 : Math.max(position, found * Folio.BYTES);
  }

  /** -1 when {@code position} is not inside the file. */
  static long hole(Inode inode, long position) {
    long size = inode.size();
    if (position < 0 || position >= size) {
      return -1;
    }
    long at = position;
    while (at < size && data(inode, at) == at) {
      at = (at / Folio.BYTES + 1) * Folio.BYTES;
    }
    return Math.min(at, size);
  }
}
