package dev.jlockdep.fs;

/**
 * What the page tables may show of one block of a mapped file: a hole, or a block of the device. Read
 * and written under its lock.
 */
final class DaxEntry {
  /** Where a hole is. */
  static final long HOLE = -1;
  private final long index;
  private final FolioLock lock;
  private long physical = HOLE;
  /** May have been stored to since it was last flushed. */
  private boolean dirty;
  private boolean mapped;
  private boolean dropped;

  DaxEntry(long index, Inode inode) {
    this.index = index;
    this.lock = new FolioLock("dax_entry", inode, index);
  }

  long index() {
    return index;
  }

  FolioLock lock() {
    return lock;
  }

  long physical() {
    return physical;
  }

  boolean dirty() {
    return dirty;
  }

  void clean() {
    dirty = false;
  }

  /** Whether a page table may show it. */
  boolean mapped() {
    return mapped;
  }

  void map(long block, boolean writable) {
    physical = block;
    dirty |= writable;
    mapped = true;
  }

  boolean dropped() {
    return dropped;
  }

  void drop() {
    dropped = true;
  }
}
