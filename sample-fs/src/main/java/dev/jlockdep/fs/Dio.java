package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Direct I/O: the device moves bytes between its blocks and the user's buffer. From begin to end of
 * a transfer the inode's in-flight count is up, so that nobody changes the mapping under it.
 */
final class Dio {
  private Dio() {}

  /** Transfers and waits. The caller itself ends its unit of the count. */
  static int sync(SampleFs fs, Inode inode, Transfer transfer) throws IOException {
    if (!transfer.write() && transfer.position() >= inode.size()) {
      return -1;
    }
    boolean exclusive = lock(fs, inode, transfer);
    try {
      dropCached(fs, inode, transfer);
      if (exclusive) {
        inode.blocks().allocateForWriting(
            fs.allocGroup(), transfer.firstBlock(), transfer.endBlock());
      }
      return move(fs, inode, transfer);
    } finally {
      unlock(inode, exclusive);
    }
  }

  /** Transfers and waits, under i_rwsem. */
  private static int move(SampleFs fs, Inode inode, Transfer transfer) throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    DioEnd end = new DioEnd(fs, inode, transfer, ended -> done.countDown());
    rw(fs, inode, transfer, end, null);
    Waits.uninterruptibly(done);
    end.finish();
    return end.result();
  }

  /** What is cached of the target reaches the device; for a write it is forgotten then. */
  private static void dropCached(SampleFs fs, Inode inode, Transfer transfer) throws IOException {
    Writeback.flush(fs, inode, transfer.firstBlock(), transfer.endBlock());
    if (transfer.write()) {
      inode.pageCache().invalidate(fs, transfer.firstBlock(), transfer.endBlock());
    }
  }

  /** Whether {@link #dropCached} would have nothing to do. */
  private static boolean isCacheClear(Inode inode, Transfer transfer) {
    long from = transfer.firstBlock();
    long to = transfer.endBlock();
    List<Folio> folios = inode.pageCache().in(from, to);
    return transfer.write()
        ? folios.isEmpty()
        : folios.stream().noneMatch(Folio::dirty) && inode.orderedTree().find(from, to) == null;
  }

  /**
   * Writes part of a block, or of several: what the blocks hold is read, changed and written back. So
   * nobody else may write to them meanwhile, not even who has begun already.
   */
  static int writeSectors(SampleFs fs, Inode inode, long position, ByteBuffer data)
      throws IOException {
    int length = data.remaining();
    long first = position - position % BlockDevice.BLOCK_BYTES;
    long end = Transfer.blocksUpTo(position + length) * BlockDevice.BLOCK_BYTES;
    ByteBuffer blocks = ByteBuffer.allocate(Math.toIntExact(end - first));
    inode.iRwsem().lockWrite();
    try {
      inode.dioCount().await();
      Transfer before = new Transfer(false, first, blocks);
      dropCached(fs, inode, before);
      move(fs, inode, before);
      blocks.slice((int) (position - first), length).put(data.duplicate());
      Transfer after = new Transfer(true, first, blocks).endingAt(position + length);
      dropCached(fs, inode, after);
      inode.blocks().allocateForWriting(fs.allocGroup(), after.firstBlock(), after.endBlock());
      move(fs, inode, after);
    } finally {
      inode.iRwsem().unlockWrite();
    }
    return length;
  }

  /**
   * Starts a transfer without ever blocking; false when it would have to block.
   *
   * @param completer who will call {@link DioEnd#finish}; null for the calling thread
   * @param whenDone runs when the last byte has moved, on any thread, and must not block
   */
  static boolean startNowait(
      SampleFs fs, Inode inode, Transfer transfer, Object completer, Consumer<DioEnd> whenDone) {
    if (!inode.iRwsem().tryLockRead()) {
      return false;
    }
    try {
      if (transfer.write() && !isOverwrite(fs, inode, transfer) || !isCacheClear(inode, transfer)) {
        return false;
      }
      rw(fs, inode, transfer, new DioEnd(fs, inode, transfer, whenDone), completer);
      return true;
    } finally {
      inode.iRwsem().unlockRead();
    }
  }

  private static void rw(
      SampleFs fs, Inode inode, Transfer transfer, DioEnd end, Object completer) {
    long from = transfer.firstBlock();
    long to = transfer.endBlock();
    InodeBlocks blocks = inode.blocks();
    List<Extent> extents =
        transfer.write() ? blocks.targets(from, to) : blocks.mapped(from, to);
    EventCount.Unit unit = inode.dioCount().begin();
    if (completer != null) {
      unit.handOff(completer);
    }
    end.begun(unit, transfers(transfer, extents));
    if (!transfer.write()) {
      zeroHoles(transfer, extents);
    }
    for (Extent extent : extents) {
      if (transfer.write() || !extent.unwritten()) {
        submit(fs.device(), transfer, extent, end);
      }
    }
    end.submitted();
  }

  private static void submit(BlockDevice device, Transfer transfer, Extent extent, DioEnd end) {
    Bio.Op op = transfer.write() ? Bio.Op.WRITE : Bio.Op.READ;
    long position = extent.physical() * BlockDevice.BLOCK_BYTES;
    device.submit(new Bio(op, position, transfer.part(extent), end));
  }

  private static int transfers(Transfer transfer, List<Extent> extents) {
    if (transfer.write()) {
      return extents.size();
    }
    return (int) extents.stream().filter(extent -> !extent.unwritten()).count();
  }

  private static void zeroHoles(Transfer transfer, List<Extent> extents) {
    long at = transfer.firstBlock();
    for (Extent extent : extents) {
      if (!extent.unwritten()) {
        transfer.zero(at, extent.logical());
        at = extent.logicalEnd();
      }
    }
    transfer.zero(at, transfer.endBlock());
  }

  /** Readers and overwriters share i_rwsem; whoever allocates or extends has it alone. */
  private static boolean lock(SampleFs fs, Inode inode, Transfer transfer) {
    inode.iRwsem().lockRead();
    if (!transfer.write() || isOverwrite(fs, inode, transfer)) {
      return false;
    }
    inode.iRwsem().unlockRead();
    inode.iRwsem().lockWrite();
    return true;
  }

  private static void unlock(Inode inode, boolean exclusive) {
    if (exclusive) {
      inode.iRwsem().unlockWrite();
    } else {
      inode.iRwsem().unlockRead();
    }
  }

  /** Whether every block is there, holds data and is no other file's: the end changes nothing else. */
  private static boolean isOverwrite(SampleFs fs, Inode inode, Transfer transfer) {
    long at = transfer.firstBlock();
    for (Extent extent : inode.blocks().mapped(at, transfer.endBlock())) {
      if (extent.logical() != at || extent.unwritten()) {
        return false;
      }
      at = extent.logicalEnd();
    }
    return at == transfer.endBlock()
        && transfer.end() <= inode.size()
        && inode.blocks().shared(fs.allocGroup(), transfer.firstBlock(), at).isEmpty();
  }
}
