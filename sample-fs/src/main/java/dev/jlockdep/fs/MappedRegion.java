package dev.jlockdep.fs;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A shared mapping of a part of a file. Touching a page that is not there is a page fault. */
public final class MappedRegion {
  private final AddressSpaceSim space;
  private final SampleFs fs;
  private final Inode inode;
  private final long first;
  /** The page table: what is behind each page, null where there is nothing. */
  private final AtomicReferenceArray<MappedPage> present;

  MappedRegion(AddressSpaceSim space, SampleFs fs, Inode inode, long first, int blocks) {
    this.space = space;
    this.fs = fs;
    this.inode = inode;
    this.first = first;
    this.present = new AtomicReferenceArray<>(blocks);
  }

  public int lengthBytes() {
    return present.length() * Folio.BYTES;
  }

  /** A store of the program. */
  public void put(int at, byte value) throws IOException {
    boolean stored = false;
    while (!stored) {
      stored = access(at / Folio.BYTES, true).store(at % Folio.BYTES, value);
    }
  }

  /** A load of the program. */
  public byte get(int at) throws IOException {
    return access(at / Folio.BYTES, false).bytes().get(at % Folio.BYTES);
  }

  /** What is behind a page; null when it is not there and faults are disabled. */
  MappedPage access(int page, boolean write) throws IOException {
    MappedPage there = peek(page, write);
    if (there != null) {
      return there;
    }
    if (Task.current().faultsDisabled()) {
      return null;
    }
    return fault(page, write);
  }

  /** As {@link #access}, never faulting (FOLL_NOFAULT). */
  MappedPage peek(int page, boolean write) {
    MappedPage there = present.get(page);
    return there != null && (!write || there.writable()) ? there : null;
  }

  private MappedPage fault(int page, boolean write) throws IOException {
    if (fs.personality() == Personality.DAX) {
      return space.handle(
          () -> Dax.fault(fs, inode, first + page, write, shown -> present.set(page, shown)));
    }
    if (fs.personality() == Personality.GFS) {
      return space.handle(() -> faultUnderGlock(page, write));
    }
    return space.handle(() -> faultInFolio(page, write));
  }

  private MappedPage faultUnderGlock(int page, boolean write) throws IOException {
    Glock.Holder holder =
        inode.glock().acquire(write ? Glock.Mode.EXCLUSIVE : Glock.Mode.SHARED);
    try {
      return faultInFolio(page, write);
    } finally {
      inode.glock().release(holder);
    }
  }

  private MappedPage faultInFolio(int page, boolean write) throws IOException {
    Folio folio = PageFault.handle(fs, inode, first + page, write);
    try {
      present.set(page, folio);
    } finally {
      PageFault.done(inode, folio);
    }
    return folio;
  }

  /** The folio is leaving the cache. Under its lock. */
  void unmap(Folio folio) {
    long page = folio.index() - first;
    if (page >= 0 && page < present.length()) {
      present.compareAndSet((int) page, folio, null);
    }
  }

  /** The block shows something else from now on. */
  void unmap(long index) {
    long page = index - first;
    if (page >= 0 && page < present.length()) {
      present.set((int) page, null);
    }
  }

  /** Ends the mapping. */
  public void close() {
    space.unmap(inode, this);
  }
}
