package dev.jlockdep.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Writes dirty folios back to the device. */
final class Writeback {
  private Writeback() {}

  /** Writes the dirty folios of blocks {@code [from, to)} and waits until they are on the device. */
  static void flush(SampleFs fs, Inode inode, long from, long to) throws IOException {
    AtomicReference<IOException> failure = new AtomicReference<>();
    List<Ordered> started = new ArrayList<>();
    List<Folio> folios = inode.pageCache().in(from, to);
    fs.journal().makeRoom(folios.stream().filter(Folio::dirty).count());
    for (Folio folio : folios) {
      Ordered ordered = start(fs, inode, folio, failure);
      if (ordered != null) {
        started.add(ordered);
      }
    }
    started.forEach(Ordered::start);
    inode.orderedTree().waitFor(from, to);
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /** Submits one folio if it is dirty. Its blocks are allocated now and not before. */
  private static Ordered start(
      SampleFs fs, Inode inode, Folio folio, AtomicReference<IOException> failure)
      throws IOException {
    long at = folio.index();
    folio.lock().lock();
    try {
      if (!folio.dirty() || !folio.cached()) {
        return null;
      }
      inode.lockRange(fs, at);
      try {
        inode.allocate(fs.allocGroup(), at, at + 1);
      } finally {
        inode.unlockRange(fs, at);
      }
      Ordered ordered = Ordered.create(inode, at, at + 1);
      folio.writebackBegins();
      folio.markClean();
      submit(fs, inode, folio, ordered, failure);
      return ordered;
    } finally {
      folio.lock().unlock();
    }
  }

  private static void submit(
      SampleFs fs, Inode inode, Folio folio, Ordered ordered,
      AtomicReference<IOException> failure) {
    Extent extent = inode.mapped(folio.index(), folio.index() + 1).get(0);
    ordered.submitted(fs.endioWorkers());
    fs.device()
        .submit(
            new Bio(
                Bio.Op.WRITE,
                extent.physical() * BlockDevice.BLOCK_BYTES,
                // a copy, so that the user may go on writing: stable pages
                Copies.of(folio.bytes()),
                failed -> fs.endioWorkers().add(
                    () -> end(inode, folio, ordered, failed, failure))));
  }

  private static void end(
      Inode inode, Folio folio, Ordered ordered, IOException failed,
      AtomicReference<IOException> failure) {
    if (failed == null) {
      inode.markWritten(ordered.from(), ordered.to());
    } else {
      folio.markDirty();
      failure.compareAndSet(null, failed);
    }
    folio.writebackEnded();
    ordered.complete();
  }
}
