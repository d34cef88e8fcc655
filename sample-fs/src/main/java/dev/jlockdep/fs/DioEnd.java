package dev.jlockdep.fs;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The end of one direct transfer: counts its device requests, then settles it. */
final class DioEnd implements Bio.End {
  private final SampleFs fs;
  private final Inode inode;
  private final Transfer transfer;
  private final Consumer<DioEnd> whenDone;
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private EventCount.Unit unit;

  /** @param whenDone runs once, when the last byte has moved, and must not block */
  DioEnd(SampleFs fs, Inode inode, Transfer transfer, Consumer<DioEnd> whenDone) {
    this.fs = fs;
    this.inode = inode;
    this.transfer = transfer;
    this.whenDone = whenDone;
  }

  /** Before the first request; one more is counted until {@link #submitted}. */
  void begun(EventCount.Unit begun, int requests) {
    unit = begun;
    outstanding.set(requests + 1);
  }

  void submitted() {
    settleOne();
  }

  @Override
  public void ended(IOException failed) {
    if (failed != null) {
      failure.compareAndSet(null, failed);
    }
    settleOne();
  }

  private void settleOne() {
    if (outstanding.decrementAndGet() == 0) {
      whenDone.accept(this);
    }
  }

  /**
   * Makes what was written visible, also to those who read through the cache, then takes the
   * in-flight count down.
   */
  void finish() {
    settle();
    unit.end();
  }

  /** Faulty: as {@link #finish}, but durable before the count goes down. */
  void finishSynced() {
    settle();
    try {
      Fsync.run(fs, inode);
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } finally {
      unit.end();
    }
  }

  private void settle() {
    fs.gates().reach(Gates.DIO_BEFORE_SETTLE);
    if (transfer.write() && failure.get() == null) {
      inode.blocks().markWritten(fs.allocGroup(), transfer.firstBlock(), transfer.endBlock());
      inode.growTo(transfer.dataEnd());
      inode.pageCache().invalidate(fs, transfer.firstBlock(), transfer.endBlock());
    }
    fs.gates().reach(Gates.DIO_BEFORE_END);
  }

  /** Bytes moved. */
  int result() throws IOException {
    if (failure.get() != null) {
      throw failure.get();
    }
    if (transfer.write()) {
      return transfer.length();
    }
    return (int) Math.min(transfer.length(), inode.size() - transfer.position());
  }
}
