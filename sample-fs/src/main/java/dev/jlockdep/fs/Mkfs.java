package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Makes an empty filesystem: a root directory and nothing else. */
public final class Mkfs {
  private static final long FIRST_TRANSACTION = 1;

  private Mkfs() {}

  /** On the whole device. @param inodes how many files there can be; 0 for one for 8 blocks */
  public static void run(BlockDevice device, int inodes) throws IOException {
    long fsId = UUID.randomUUID().getMostSignificantBits();
    Layout layout = Layout.of(fsId, device.sizeBytes(), inodes);
    if (!layout.fits()) {
      throw new IOException(
          "device too small: " + layout.blocks() + " blocks, at least "
              + (layout.dataStart() + 2) + " for " + layout.inodes() + " inodes");
    }
    DeviceBlocks blocks = new DeviceBlocks(device);
    ByteBuffer blank = ByteBuffer.allocate(MetaBlock.BYTES);
    // what was on the device before must not be taken for ours if this is cut off
    blocks.write(0, blank);
    blocks.flush();
    Map<Long, ByteBuffer> blanks = new TreeMap<>();
    for (long at = Layout.JOURNAL_START; at < layout.dataStart(); at++) {
      blanks.put(at, blank);
    }
    blocks.writeAll(blanks);
    writeRoot(blocks, layout);
    Journal.writeHeader(blocks, layout, 1, FIRST_TRANSACTION);
    blocks.write(layout.lastBlock(), layout.superblock(layout.lastBlock()));
    blocks.write(0, layout.superblock(0));
    blocks.flush();
  }

  /** Whether a file begins as an image does, however damaged it may be after that. */
  public static boolean isImage(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer first = ByteBuffer.allocate(MetaBlock.BYTES);
      while (first.hasRemaining() && channel.read(first) >= 0) {
        continue;
      }
      return !first.hasRemaining() && MetaBlock.looksLike(first);
    }
  }

  private static void writeRoot(DeviceBlocks blocks, Layout layout) throws IOException {
    Inode root =
        new Inode(
            InodeTable.ROOT, 1, InodeType.DIRECTORY, new Gates(), new DirtyInodes(),
            new Watchers());
    root.born(Namespace.DEFAULT_DIRECTORY_MODE, User.ROOT, 2, InodeTable.ROOT, "");
    Map<Long, ByteBuffer> images = new TreeMap<>();
    InodeCodec.write(
        layout, root.image(new AllocGroup(layout.dataStart(), layout.lastBlock())), images);
    for (Map.Entry<Long, ByteBuffer> image : images.entrySet()) {
      blocks.write(image.getKey(), image.getValue());
    }
  }
}
