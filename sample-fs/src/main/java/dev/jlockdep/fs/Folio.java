package dev.jlockdep.fs;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** One block of a file in memory. Its bytes are read and written under its lock or mapped. */
final class Folio implements MappedPage {
  static final int BYTES = BlockDevice.BLOCK_BYTES;

  private final long index;
  private final FolioLock lock;
  private final byte[] bytes = new byte[BYTES];
  /** Threads that store through a page table at this moment. */
  private final AtomicInteger storing = new AtomicInteger();
  private volatile boolean uptodate; // set under the lock
  private volatile boolean dirty; // set under the lock
  /** Writes of it on their way to the device; changed under the lock, or by the end of a write. */
  private final AtomicInteger writebacks = new AtomicInteger();
  private volatile boolean cached = true; // cleared under the lock and i_pages

  Folio(long index, Inode inode) {
    this.index = index;
    this.lock = new FolioLock(inode, index);
  }

  long index() {
    return index;
  }

  FolioLock lock() {
    return lock;
  }

  /** All of it, for a copy or a transfer. */
  @Override
  public ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes);
  }

  boolean uptodate() {
    return uptodate;
  }

  void markUptodate() {
    uptodate = true;
  }

  boolean dirty() {
    return dirty;
  }

  @Override
  public boolean writable() {
    return dirty;
  }

  void markDirty() {
    dirty = true;
  }

  /** What is being stored at this moment keeps it dirty. */
  void markClean() {
    dirty = false;
    if (storing.get() > 0) {
      dirty = true;
    }
  }

  /**
   * A store through a page table. False when the page has been write-protected meanwhile, because the
   * folio was written back: the store has to fault again.
   */
  @Override
  public boolean store(int at, byte value) {
    storing.incrementAndGet();
    try {
      if (!dirty || !cached) {
        return false;
      }
      bytes[at] = value;
      return true;
    } finally {
      storing.decrementAndGet();
    }
  }

  void writebackBegins() {
    writebacks.incrementAndGet();
  }

  void writebackEnded() {
    writebacks.decrementAndGet();
  }

  /**
   * Whether the device is known to have what it holds. One that is dropped before is read back too
   * early: its blocks count as unwritten until the write has ended.
   */
  boolean clean() {
    return !dirty && writebacks.get() == 0;
  }

  /** Whether it is still the file's: a folio that was taken out while one waited is not. */
  boolean cached() {
    return cached;
  }

  void takenOut() {
    cached = false;
  }

  @Override
  public String toString() {
    return "folio " + index + (dirty ? " dirty" : uptodate ? " clean" : " empty");
  }
}
