package dev.jlockdep.fs;

import java.io.IOException;
import java.util.List;

/**
 * Faulty: reads several blocks without the invalidate lock, as was done before there was one. It looks
 * up once where they are, then checks each folio under its lock: that the folio is still the file's,
 * not that the blocks are.
 */
final class UnguardedRead {
  private UnguardedRead() {}

  /** Fills the buffer up to {@code wanted}; the bytes read. Whole blocks only. */
  static int fill(SampleFs fs, Inode inode, long position, UserBuffer buffer, int wanted)
      throws IOException {
    List<Extent> mapped =
        inode.blocks().mapped(position / Folio.BYTES, Transfer.blocksUpTo(position + wanted));
    fs.gates().reach(Gates.READ_MAPPED);
    int done = 0;
    while (done < wanted) {
      Folio folio = filled(fs, inode, (position + done) / Folio.BYTES, mapped);
      int n = Math.min(Folio.BYTES, wanted - done);
      done += buffer.copyTo(done, folio.bytes().slice(0, n));
    }
    return done;
  }

  private static Folio filled(SampleFs fs, Inode inode, long index, List<Extent> mapped)
      throws IOException {
    for (; ; ) {
      Folio folio = inode.pageCache().findOrCreate(index);
      folio.lock().lock();
      if (folio.cached() && folio.uptodate()) {
        folio.lock().unlock();
        return folio;
      }
      if (!folio.cached()) {
        folio.lock().unlock();
        continue;
      }
      IOException failed = ReadAhead.fill(fs, inode, folio, false, at(mapped, index));
      if (failed != null) {
        throw failed;
      }
    }
  }

  private static List<Extent> at(List<Extent> mapped, long index) {
    return mapped.stream()
        .filter(e -> e.logical() <= index && index < e.logicalEnd())
        .map(e -> e.slice(index, index + 1))
        .toList();
  }
}
