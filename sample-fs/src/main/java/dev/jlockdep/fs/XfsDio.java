package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Direct reads of the xfs personality. Pages of the user's buffer are faulted in while the transfer is
 * counted in flight. That may be a page of another file, whose lock somebody holds who waits for that
 * file's count to drop; but who begins a transfer has i_rwsem of the same file shared, and who waits
 * for the count has it exclusively, so the two never meet on one file.
 */
final class XfsDio {
  private XfsDio() {}

  /** Under i_rwsem: fills the buffer; the bytes read. */
  static int read(SampleFs fs, Inode inode, long position, UserBuffer buffer) throws IOException {
    EventCount.Unit unit = inode.dioCount().begin();
    try {
      int done = 0;
      int n = Folio.BYTES;
      while (done < buffer.length() && n == Folio.BYTES) {
        n = readBlock(fs, inode, (position + done) / BlockDevice.BLOCK_BYTES, buffer, done);
        done += n;
      }
      return done;
    } finally {
      unit.end();
    }
  }

  private static int readBlock(
      SampleFs fs, Inode inode, long block, UserBuffer buffer, int done) throws IOException {
    List<Extent> extents = inode.blocks().mapped(block, block + 1);
    if (extents.isEmpty() || extents.get(0).unwritten()) {
      return buffer.zero(done, Folio.BYTES);
    }
    List<ByteBuffer> pinned = buffer.pin(done, Folio.BYTES, true, false);
    if (pinned.isEmpty()) {
      return 0;
    }
    long physical = extents.get(0).physical() * BlockDevice.BLOCK_BYTES;
    fs.device().transfer(Bio.Op.READ, physical, pinned.get(0));
    return Folio.BYTES;
  }
}
