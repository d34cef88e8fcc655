package dev.jlockdep.fs;

/**
 * What one file is to share with another (FICLONERANGE): blocks of {@code from}, which {@code to} has
 * from then on too, in place of its own. Positions are whole blocks, and so is the length, unless it
 * goes up to the end of {@code from} and not to a place inside {@code to}.
 *
 * @param length 0 for all up to the end of {@code from}
 */
record Sharing(Inode from, long position, Inode to, long target, long length) {
  Sharing {
    requireWhole("position", position);
    requireWhole("target", target);
    if (length < 0) {
      throw new IllegalArgumentException("clone of " + length + " bytes");
    }
  }

  private static void requireWhole(String what, long position) {
    if (position < 0 || position % Folio.BYTES != 0) {
      throw new IllegalArgumentException(
          what + " " + position + " of a clone: must be a multiple of " + Folio.BYTES);
    }
  }

  /** With the sizes as they are now. */
  void requireInside() {
    long end = end();
    if (end > from.size()) {
      throw new IllegalArgumentException(
          "clone up to byte " + end + " of a file of " + from.size());
    }
    boolean tail = end == from.size() && targetEnd() >= to.size();
    if (end % Folio.BYTES != 0 && !tail) {
      throw new IllegalArgumentException(
          "clone up to byte " + end + ": must be a multiple of " + Folio.BYTES
              + ", or the end of both files");
    }
    if (from == to && firstBlock() < targetEndBlock() && targetBlock() < endBlock()) {
      throw new IllegalArgumentException("clone of a file onto the same blocks of itself");
    }
  }

  private long end() {
    return length == 0 ? Math.max(position, from.size()) : Math.addExact(position, length);
  }

  long firstBlock() {
    return position / Folio.BYTES;
  }

  long endBlock() {
    return Transfer.blocksUpTo(end());
  }

  long targetBlock() {
    return target / Folio.BYTES;
  }

  long targetEndBlock() {
    return targetBlock() + endBlock() - firstBlock();
  }

  /** Where the shared bytes end in the other file, which may have to grow. */
  long targetEnd() {
    return target + (end() - position);
  }
}
