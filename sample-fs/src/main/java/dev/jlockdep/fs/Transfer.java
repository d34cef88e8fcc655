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
    if (position < 0 || position % BlockDevice.BLOCK_BYTES != 0 || length % BlockDevice.BLOCK_BYTES != 0) {
      throw new IllegalArgumentException(
          "direct transfer of " + length + " bytes at " + position + ": both must be multiples of "
              + BlockDevice.BLOCK_BYTES);
    }
  }

  Transfer endingAt(long end) {
    return new Transfer(write, position, data, length, end);
  }

  static long blocksUpTo(long end) {
    return (end + BlockDevice.BLOCK_BYTES - 1) / BlockDevice.BLOCK_BYTES;
  }

  long end() {
    return position + length;
  }

  long firstBlock() {
    return position / BlockDevice.BLOCK_BYTES;
  }

  long endBlock() {
    return end() / BlockDevice.BLOCK_BYTES;
  }

  /** The part of the buffer that belongs to an extent. */
  ByteBuffer part(Extent extent) {
    int from = (int) (extent.logical() * BlockDevice.BLOCK_BYTES - position);
    return data.slice(from, (int) (extent.count() * BlockDevice.BLOCK_BYTES));
  }

  void zero(long fromBlock, long toBlock) {
    int from = (int) (fromBlock * BlockDevice.BLOCK_BYTES - position);
    int to = (int) (toBlock * BlockDevice.BLOCK_BYTES - position);
    for (int i = from; i < to; i++) {
      data.put(i, (byte) 0);
    }
  }
}
