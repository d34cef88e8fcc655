package dev.jlockdep.fs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What fiemap tells of each extent: (logical, physical, count, flags), in blocks. */
final class Fiemap {
  static final int ENTRY_BYTES = 4 * Long.BYTES;
  /** The flags of Linux (fiemap.h). */
  static final long UNWRITTEN = 0x800;
  static final long SHARED = 0x2000;

  private Fiemap() {}

  /** Fills the buffer with as many as fit; how many that are. */
  static int answer(SampleFs fs, Inode inode, ByteBuffer into) {
    int count = 0;
    for (Extent extent : inode.blocks().extents()) {
      for (Extent part : parts(fs, extent)) {
        if (into.remaining() < ENTRY_BYTES) {
          return count;
        }
        into.putLong(part.logical()).putLong(part.physical()).putLong(part.count());
        into.putLong((part.unwritten() ? UNWRITTEN : 0) | (part.shared() ? SHARED : 0));
        count++;
      }
    }
    return count;
  }

  /** An extent may be shared in part only. */
  private static List<Extent> parts(SampleFs fs, Extent extent) {
    if (!extent.shared()) {
      return List.of(extent);
    }
    List<Extent> parts = new ArrayList<>();
    long at = extent.logical();
    for (long[] run : fs.allocGroup().sharedIn(extent.physical(), extent.count())) {
      long start = run[0] - extent.physical() + extent.logical();
      long end = run[1] - extent.physical() + extent.logical();
      if (at < start) {
        parts.add(alone(extent.slice(at, start)));
      }
      parts.add(extent.slice(start, end));
      at = end;
    }
    if (at < extent.logicalEnd()) {
      parts.add(alone(extent.slice(at, extent.logicalEnd())));
    }
    return parts;
  }

  private static Extent alone(Extent e) {
    return new Extent(e.logical(), e.physical(), e.count(), e.unwritten());
  }
}
