package dev.jlockdep.fs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Writes dirty folios back to the device. */
final class Writeback {
  private Writeback() {}

  /** Most folios that are written as one. */
  private static final int RUN_MAX = 16;

  /** Writes the dirty folios of blocks {@code [from, to)} and waits until they are on the device. */
  static void flush(SampleFs fs, Inode inode, long from, long to) throws IOException {
    AtomicReference<IOException> failure = new AtomicReference<>();
    write(fs, inode, from, to, failure);
    inode.orderedTree().waitFor(from, to);
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /** As {@link #flush}, without waiting for the device. */
  static void write(SampleFs fs, Inode inode, long from, long to) throws IOException {
    write(fs, inode, from, to, new AtomicReference<>());
  }

  private static void write(
      SampleFs fs, Inode inode, long from, long to, AtomicReference<IOException> failure)
      throws IOException {
    Deque<Folio> left = new ArrayDeque<>(inode.pageCache().in(from, to));
    fs.journal().makeRoom(left.stream().filter(Folio::dirty).count());
    while (!left.isEmpty()) {
      List<Folio> run = lockRun(left);
      try {
        if (!run.isEmpty()) {
          start(fs, inode, run, failure);
        }
      } finally {
        run.forEach(folio -> folio.lock().unlock());
      }
    }
  }

  /** Takes folios off the queue and locks them, as long as they are dirty and follow each other. */
  private static List<Folio> lockRun(Deque<Folio> left) {
    List<Folio> run = new ArrayList<>();
    while (!left.isEmpty() && run.size() < RUN_MAX) {
      Folio next = left.peek();
      if (!run.isEmpty() && next.index() != run.get(run.size() - 1).index() + 1) {
        return run;
      }
      left.remove();
      next.lock().lock();
      if (!next.dirty() || !next.cached()) {
        next.lock().unlock();
        if (!run.isEmpty()) {
          return run;
        }
      } else {
        run.add(next);
      }
    }
    return run;
  }

  /** Submits locked dirty folios. Their blocks are allocated now and not before. */
  private static void start(
      SampleFs fs, Inode inode, List<Folio> run, AtomicReference<IOException> failure)
      throws IOException {
    long from = run.get(0).index();
    long to = from + run.size();
    inode.lockRange(fs, from, to);
    try {
      inode.blocks().allocateForWriting(fs.allocGroup(), from, to);
    } finally {
      inode.unlockRange(fs, from, to);
    }
    for (Folio folio : run) {
      Ordered ordered = Ordered.create(inode, folio.index(), folio.index() + 1);
      folio.writebackBegins();
      folio.markClean();
      submit(fs, inode, folio, ordered, failure);
    }
  }

  private static void submit(
      SampleFs fs, Inode inode, Folio folio, Ordered ordered,
      AtomicReference<IOException> failure) {
    Extent extent = inode.blocks().targets(folio.index(), folio.index() + 1).get(0);
    ordered.submitted(fs.endioWorkers());
    fs.device()
        .submit(
            new Bio(
                Bio.Op.WRITE,
                extent.physical() * BlockDevice.BLOCK_BYTES,
                // a copy, so that the user may go on writing: stable pages
                Copies.of(folio.bytes()),
                failed -> fs.endioWorkers().add(
                    () -> end(fs, inode, folio, ordered, failed, failure))));
  }

  private static void end(
      SampleFs fs, Inode inode, Folio folio, Ordered ordered, IOException failed,
      AtomicReference<IOException> failure) {
    if (failed == null) {
      inode.blocks().markWritten(fs.allocGroup(), ordered.from(), ordered.to());
    } else {
      folio.markDirty();
      failure.compareAndSet(null, failed);
    }
    folio.writebackEnded();
    ordered.complete();
  }
}
