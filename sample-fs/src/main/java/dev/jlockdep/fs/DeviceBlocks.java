package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whole blocks of a device, read and written one after the other. */
final class DeviceBlocks {
  private static final int TOGETHER_MAX = 256;

  private final BlockDevice device;

  DeviceBlocks(BlockDevice device) {
    this.device = device;
  }

  /** What a visitor is shown of a range of blocks. */
  interface Visitor {
    void block(long at, ByteBuffer block) throws IOException;
  }

  ByteBuffer read(long block) throws IOException {
    if (block < 0 || block >= device.sizeBytes() / MetaBlock.BYTES) {
      throw new CorruptImageException("block " + block + " lies outside the device");
    }
    ByteBuffer data = ByteBuffer.allocate(MetaBlock.BYTES);
    device.transfer(Bio.Op.READ, block * MetaBlock.BYTES, data);
    return data.clear();
  }

  /** Shows the blocks of {@code [from, to)} in order. */
  void each(long from, long to, Visitor visitor) throws IOException {
    long at = from;
    while (at < to) {
      int count = (int) Math.min(TOGETHER_MAX, to - at);
      ByteBuffer data = ByteBuffer.allocate(count * MetaBlock.BYTES);
      device.transfer(Bio.Op.READ, at * MetaBlock.BYTES, data);
      for (int i = 0; i < count; i++) {
        visitor.block(at + i, data.slice(i * MetaBlock.BYTES, MetaBlock.BYTES));
      }
      at += count;
    }
  }

  void write(long block, ByteBuffer data) throws IOException {
    device.transfer(Bio.Op.WRITE, block * MetaBlock.BYTES, data.duplicate().clear());
  }

  /** Writes each block in its place, neighbours together. */
  void writeAll(Map<Long, ByteBuffer> blocks) throws IOException {
    List<ByteBuffer> run = new ArrayList<>();
    long start = 0;
    for (Map.Entry<Long, ByteBuffer> block : new TreeMap<>(blocks).entrySet()) {
      boolean next = block.getKey() == start + run.size() && run.size() < TOGETHER_MAX;
      if (!next) {
        writeRun(start, run);
        run.clear();
        start = block.getKey();
      }
      run.add(block.getValue());
    }
    writeRun(start, run);
  }

  private void writeRun(long start, List<ByteBuffer> run) throws IOException {
    if (run.isEmpty()) {
      return;
    }
    ByteBuffer together = ByteBuffer.allocate(run.size() * MetaBlock.BYTES);
    run.forEach(block -> together.put(block.duplicate().clear()));
    write(start, together);
  }

  void flush() throws IOException {
    device.flush();
  }
}
