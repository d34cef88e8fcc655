package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Files on persistent memory, after fs/dax.c: a read or write copies between the user and the device's
 * memory, a mapping shows that memory itself. There is no cache; an entry for each block that is mapped
 * says what the page tables show and whether it must be flushed.
 *
 * <p>A block that is put under a hole makes the entry of the hole stale. So whoever allocates drops
 * it afterwards, under its lock, and never one that is dirty. Taking blocks away needs the invalidate
 * lock, which page faults hold shared. Lock order: journal_handle, dax_entry, ilock.
 *
 * <p>Sources: the thread on races of DAX writes and page faults, 2016; commits e3fce68cdbed and
 * 9f141d6ef625 of Linux.
 */
final class Dax {
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(Folio.BYTES).asReadOnlyBuffer();

  private Dax() {}

  // ---- calls -----------------------------------------------------------------------------------

  /** Under i_rwsem shared. Fills the buffer up to {@code wanted}; the bytes read. */
  static int read(SampleFs fs, Inode inode, long position, UserBuffer buffer, int wanted)
      throws IOException {
    int done = 0;
    while (done < wanted) {
      int n = Math.min(wanted - done, leftInBlock(position + done));
      long physical = physical(inode, (position + done) / Folio.BYTES);
      int copied =
          physical == DaxEntry.HOLE
              ? buffer.zero(done, n)
              : buffer.copyTo(done, bytes(fs, physical, position + done, n));
      if (copied == 0) {
        break;
      }
      done += copied;
    }
    return done;
  }

  /** Under i_rwsem exclusively. The bytes written. */
  static int write(SampleFs fs, Inode inode, long position, UserBuffer buffer)
      throws IOException {
    long from = position / Folio.BYTES;
    long to = Transfer.blocksUpTo(position + buffer.length());
    fs.journal().makeRoom(to - from);
    if (fs.has(Fault.DAX_LEADING_INVALIDATE)) {
      invalidate(fs, inode, from, to);
      fs.gates().reach(Gates.DAX_INVALIDATED);
    }
    boolean exclusive = fs.has(Fault.DAX_EXCLUSIVE_INVALIDATE_LOCK);
    if (exclusive) {
      inode.invalidateLock().lockWrite();
    }
    int done;
    try {
      done = actor(fs, inode, position, buffer);
    } finally {
      if (exclusive) {
        inode.invalidateLock().unlockWrite();
      }
    }
    fs.gates().reach(Gates.DAX_COPIED);
    if (fs.has(Fault.DAX_TRAILING_INVALIDATE)) {
      invalidate(fs, inode, from, to);
    } else if (fs.has(Fault.DAX_INVALIDATE_WHOLE_FILE)) {
      invalidate(fs, inode, 0, Long.MAX_VALUE);
    }
    return done;
  }

  private static int actor(SampleFs fs, Inode inode, long position, UserBuffer buffer)
      throws IOException {
    int done = 0;
    while (done < buffer.length()) {
      int n = Math.min(buffer.length() - done, leftInBlock(position + done));
      long block = (position + done) / Folio.BYTES;
      long physical = begin(fs, inode, block);
      fs.gates().reach(Gates.DAX_BEFORE_COPY);
      int copied = buffer.copyFrom(done, bytes(fs, physical, position + done, n));
      if (!fs.has(Fault.DAX_WRITE_UNTRACKED)) {
        memory(fs).persist(physical * Folio.BYTES + (position + done) % Folio.BYTES, n);
      }
      if (copied == 0) {
        break;
      }
      done += copied;
      inode.growTo(position + done);
    }
    return done;
  }

  /** The device block of a file's block, allocated and zeroed if it had none. */
  private static long begin(SampleFs fs, Inode inode, long block) throws IOException {
    long known = physical(inode, block);
    if (known != DaxEntry.HOLE) {
      return known;
    }
    try (Journal.Handle transaction = fs.journal().begin()) {
      fs.gates().reach(Gates.DAX_BEGUN);
      DaxEntry entry = inode.daxEntries().grab(block);
      try {
        return allocate(fs, inode, block, entry);
      } finally {
        if (dropsStale(fs) && !entry.dirty()) {
          inode.daxEntries().remove(entry);
        }
        inode.daxEntries().put(entry);
      }
    }
  }

  private static boolean dropsStale(SampleFs fs) {
    return !fs.has(Fault.DAX_LEADING_INVALIDATE);
  }

  /** Under the entry's lock, so that two who find the same hole do not both zero the block. */
  private static long allocate(SampleFs fs, Inode inode, long block, DaxEntry entry)
      throws IOException {
    inode.blocks().allocate(fs.allocGroup(), block, block + 1);
    Extent extent = inode.blocks().mapped(block, block + 1).get(0);
    if (extent.unwritten()) {
      zero(fs, inode, extent, entry);
    }
    return extent.physical();
  }

  private static void zero(SampleFs fs, Inode inode, Extent extent, DaxEntry entry) {
    Lockdep.requires("zeroing of a new block", entry.lock(), AcquireMode.EXCLUSIVE);
    memory(fs).at(extent.physical() * Folio.BYTES, Folio.BYTES).put(ZEROS.duplicate());
    memory(fs).persist(extent.physical() * Folio.BYTES, Folio.BYTES);
    inode.blocks().markWritten(fs.allocGroup(), extent.logical(), extent.logicalEnd());
  }

  /** Under the invalidate lock: a part of one block. */
  static void zeroPart(SampleFs fs, Inode inode, long from, long to) {
    long physical = physical(inode, from / Folio.BYTES);
    if (physical != DaxEntry.HOLE) {
      int n = (int) (to - from);
      bytes(fs, physical, from, n).put(ZEROS.duplicate().limit(n));
      memory(fs).persist(physical * Folio.BYTES + from % Folio.BYTES, n);
    }
  }

  /** Makes durable what was stored through mappings. Stores after it fault again. */
  static void flush(SampleFs fs, Inode inode) {
    for (DaxEntry entry : inode.daxEntries().in(0, Long.MAX_VALUE)) {
      entry.lock().lock();
      try {
        if (entry.dirty() && !entry.dropped()) {
          inode.pageCache().unmapAll(entry.index());
          memory(fs).persist(entry.physical() * Folio.BYTES, Folio.BYTES);
          entry.clean();
        }
      } finally {
        entry.lock().unlock();
      }
    }
  }

  /** Under the invalidate lock exclusively: the blocks are going away. */
  static void drop(Inode inode, long from, long to) {
    for (DaxEntry entry : inode.daxEntries().in(from, to)) {
      entry.lock().lock();
      try {
        if (!entry.dropped()) {
          delete(inode, entry);
        }
      } finally {
        entry.lock().unlock();
      }
    }
  }

  /** Faulty: as {@link #drop} and without its lock, in a call that takes nothing away. */
  private static void invalidate(SampleFs fs, Inode inode, long from, long to) {
    drop(inode, from, to);
    if (inode.daxEntries().in(from, to).isEmpty()) {
      // whether or not there was one
      Lockdep.requires(
          "deletion of a dax entry", inode.invalidateLock().watched(), AcquireMode.EXCLUSIVE);
    }
  }

  private static void delete(Inode inode, DaxEntry entry) {
    Lockdep.requires(
        "deletion of a dax entry", inode.invalidateLock().watched(), AcquireMode.EXCLUSIVE);
    inode.daxEntries().remove(entry);
  }

  // ---- page faults -----------------------------------------------------------------------------

  /** Under mmap_lock. {@code install} puts the page into a page table, under the entry's lock. */
  static MappedPage fault(
      SampleFs fs, Inode inode, long block, boolean write, Consumer<MappedPage> install)
      throws IOException {
    if (!write) {
      return locked(fs, inode, block, false, install);
    }
    fs.journal().makeRoom(1);
    fs.transactions().sbPagefaults().enter();
    try {
      return locked(fs, inode, block, true, install);
    } finally {
      fs.transactions().sbPagefaults().leave();
    }
  }

  private static MappedPage locked(
      SampleFs fs, Inode inode, long block, boolean write, Consumer<MappedPage> install)
      throws IOException {
    inode.invalidateLock().lockRead();
    try {
      if (!write) {
        return show(fs, inode, block, false, install);
      }
      if (fs.has(Fault.DAX_ENTRY_LOCK_OUTSIDE_BEGIN)) {
        return entryFirst(fs, inode, block, install);
      }
      if (fs.has(Fault.DAX_DOUBLE_ZERO)) {
        zeroOutsideEntry(fs, inode, block);
      }
      try (Journal.Handle transaction = fs.journal().begin()) {
        return show(fs, inode, block, true, install);
      }
    } finally {
      inode.invalidateLock().unlockRead();
    }
  }

  private static MappedPage show(
      SampleFs fs, Inode inode, long block, boolean write, Consumer<MappedPage> install)
      throws IOException {
    DaxEntry entry = inode.daxEntries().grab(block);
    try {
      return show(fs, inode, entry, write, install);
    } finally {
      inode.daxEntries().put(entry);
    }
  }

  private static MappedPage show(
      SampleFs fs, Inode inode, DaxEntry entry, boolean write, Consumer<MappedPage> install)
      throws IOException {
    long block = entry.index();
    long physical =
        write ? allocate(fs, inode, block, entry) : physical(inode, block);
    entry.map(physical, write);
    MappedPage page =
        physical == DaxEntry.HOLE
            ? new MappedPage.Direct(ZEROS, false)
            : new MappedPage.Direct(
                memory(fs).at(physical * Folio.BYTES, Folio.BYTES), entry.dirty());
    install.accept(page);
    return page;
  }

  /** Faulty: a transaction is started with the entry locked. */
  private static MappedPage entryFirst(
      SampleFs fs, Inode inode, long block, Consumer<MappedPage> install) throws IOException {
    DaxEntry entry = inode.daxEntries().grab(block);
    try {
      fs.gates().reach(Gates.DAX_ENTRY_LOCKED);
      try (Journal.Handle transaction = fs.journal().begin()) {
        return show(fs, inode, entry, true, install);
      }
    } finally {
      inode.daxEntries().put(entry);
    }
  }

  /** Faulty: whoever finds the block new zeroes it, before it has the entry. */
  private static void zeroOutsideEntry(SampleFs fs, Inode inode, long block) throws IOException {
    inode.blocks().allocate(fs.allocGroup(), block, block + 1);
    Extent extent = inode.blocks().mapped(block, block + 1).get(0);
    if (extent.unwritten()) {
      fs.gates().reach(Gates.DAX_BEFORE_ZERO);
      zero(fs, inode, extent, new DaxEntry(block, inode));
    }
  }

  // ---- checks ----------------------------------------------------------------------------------

  /** Blocks whose entry shows something else than the extents say. */
  static int incoherent(Inode inode) {
    int count = 0;
    for (DaxEntry entry : inode.daxEntries().in(0, Long.MAX_VALUE)) {
      entry.lock().lock();
      try {
        boolean stale =
            entry.mapped() && !entry.dropped()
                && entry.physical() != physical(inode, entry.index());
        count += stale ? 1 : 0;
      } finally {
        entry.lock().unlock();
      }
    }
    return count;
  }

  /** Where a block with data is, {@link DaxEntry#HOLE} where it reads as zeros. */
  private static long physical(Inode inode, long block) {
    List<Extent> mapped = inode.blocks().mapped(block, block + 1);
    return mapped.isEmpty() || mapped.get(0).unwritten()
        ? DaxEntry.HOLE
        : mapped.get(0).physical();
  }

  private static int leftInBlock(long position) {
    return Folio.BYTES - (int) (position % Folio.BYTES);
  }

  private static ByteBuffer bytes(SampleFs fs, long physical, long position, int length) {
    return memory(fs).at(physical * Folio.BYTES + position % Folio.BYTES, length);
  }

  private static DaxStorage memory(SampleFs fs) {
    return fs.device().memory();
  }
}
