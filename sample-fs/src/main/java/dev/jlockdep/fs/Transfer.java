package dev.jlockdep.fs;

import java.nio.ByteBuffer;

/**
 * What one direct transfer moves. Position and length are whole blocks.
 *
 * @param dataEnd where the file ends at least after a write
 */
record Transfer(boolean write, long position, ByteBuffer data, int length, long dataEnd) {
  Transfer(boolean write, long position, ByteBuffer data) {
    this(write, position, data.slice(), data.remaining(), position + data.remaining());
    if (position < 0 || position % DiskFormat.BLOCK != 0 || length % DiskFormat.BLOCK != 0) {
      throw new IllegalArgumentException(
          "direct transfer of " + length + " bytes at " + position + ": both must be multiples of "
              + DiskFormat.BLOCK);
    }
  }

  Transfer endingAt(long end) {
    return new Transfer(write, position, data, length, end);
  }

  static long blocksUpTo(long end) {
    return (end + DiskFormat.BLOCK - 1) / DiskFormat.BLOCK;
  }

  long end() {
    return position + length;
  }

  long firstBlock() {
    return position / DiskFormat.BLOCK;
  }

  long endBlock() {
    return end() / DiskFormat.BLOCK;
  }

  /** The part of the buffer that belongs to an extent. */
  ByteBuffer part(Extent extent) {
    int from = (int) (extent.logical() * DiskFormat.BLOCK - position);
    return data.slice(from, (int) (extent.count() * DiskFormat.BLOCK));
  }

  void zero(long fromBlock, long toBlock) {
    int from = (int) (fromBlock * DiskFormat.BLOCK - position);
    int to = (int) (toBlock * DiskFormat.BLOCK - position);
    for (int i = from; i < to; i++) {
      data.put(i, (byte) 0);
    }
  }
}
