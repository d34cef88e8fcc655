package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How inodes are written: a block of the inode table each. Extents go into blocks of their own when
 * there are too many of them, extended attributes into another one.
 */
final class InodeCodec {
  static final int TARGET_BYTES_MAX = 2048;
  private static final int EXTENT_BYTES = 8 + 8 + 8 + 1;
  /** Flags of an extent. */
  private static final int UNWRITTEN = 1;
  private static final int SHARED = 2;
  static final int INLINE_EXTENTS = 60;
  static final int EXTENTS_PER_BLOCK = MetaBlock.PAYLOAD_BYTES / EXTENT_BYTES;
  static final int EXTENT_BLOCKS_MAX = 450;
  /** Name length, value length. */
  private static final int XATTR_BYTES = 2 * Short.BYTES;

  private InodeCodec() {}

  /** Blocks that so many extents need beside the inode. */
  static int extentBlocks(int extents) {
    return extents <= INLINE_EXTENTS
        ? 0
        : (extents + EXTENTS_PER_BLOCK - 1) / EXTENTS_PER_BLOCK;
  }

  static ByteBuffer free(Layout layout, int number, int generation) {
    ByteBuffer block = inodeBlock(layout, number);
    block.putInt(number).putInt(generation).put((byte) 0);
    return MetaBlock.sealed(block);
  }

  private static ByteBuffer inodeBlock(Layout layout, int number) {
    return MetaBlock.make(MetaBlock.Kind.INODE, layout.fsId(), layout.inodeBlock(number));
  }

  /** All blocks of an inode but the pages of a directory. */
  static void write(Layout layout, Inode.Image inode, Map<Long, ByteBuffer> images)
      throws IOException {
    int number = inode.number();
    ByteBuffer block = inodeBlock(layout, number);
    block.putInt(number).putInt(inode.generation()).put((byte) inode.type().code());
    block.putShort((short) inode.mode()).putInt(inode.uid()).putInt(inode.gid());
    block.putInt(inode.links()).putInt(inode.parent()).putLong(inode.size());
    block.putLong(inode.accessed()).putLong(inode.modified()).putLong(inode.changed());
    block.putLong(inode.created()).putLong(inode.xattrBlock());
    byte[] target = inode.target().getBytes(StandardCharsets.UTF_8);
    block.putShort((short) target.length).put(target);
    block.putInt(inode.extents().size()).putInt(inode.extentBlocks().size());
    for (long at : inode.extentBlocks()) {
      block.putLong(at);
    }
    if (inode.extentBlocks().isEmpty()) {
      inode.extents().forEach(extent -> put(block, extent));
    } else {
      spill(layout, inode, images);
    }
    images.put(layout.inodeBlock(number), MetaBlock.sealed(block));
    if (inode.xattrBlock() != 0) {
      images.put(inode.xattrBlock(), xattrs(layout, inode));
    }
  }

  private static void spill(Layout layout, Inode.Image inode, Map<Long, ByteBuffer> images) {
    int done = 0;
    for (long at : inode.extentBlocks()) {
      ByteBuffer block = MetaBlock.make(MetaBlock.Kind.EXTENTS, layout.fsId(), at);
      int end = Math.min(inode.extents().size(), done + EXTENTS_PER_BLOCK);
      inode.extents().subList(done, end).forEach(extent -> put(block, extent));
      images.put(at, MetaBlock.sealed(block));
      done = end;
    }
  }

  private static void put(ByteBuffer block, Extent extent) {
    block.putLong(extent.logical()).putLong(extent.physical()).putLong(extent.count());
    block.put((byte) ((extent.unwritten() ? UNWRITTEN : 0) | (extent.shared() ? SHARED : 0)));
  }

  private static ByteBuffer xattrs(Layout layout, Inode.Image inode) {
    ByteBuffer block =
        MetaBlock.make(MetaBlock.Kind.XATTRS, layout.fsId(), inode.xattrBlock());
    block.putShort((short) inode.xattrs().size());
    inode.xattrs()
        .forEach(
            (name, value) -> {
              byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
              block.putShort((short) bytes.length).putShort((short) value.length);
              block.put(bytes).put(value);
            });
    return MetaBlock.sealed(block);
  }

  /** Whether all of them fit the one block there is for them. */
  static boolean fits(Map<String, byte[]> xattrs) {
    long bytes = Short.BYTES;
    for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
      bytes += XATTR_BYTES + xattr.getKey().getBytes(StandardCharsets.UTF_8).length;
      bytes += xattr.getValue().length;
    }
    return bytes <= MetaBlock.PAYLOAD_BYTES;
  }

  /** The inode in a block of the table; null for a free one. */
  static Inode.Image read(Layout layout, int number, ByteBuffer block, MetaReader reader)
      throws IOException {
    if (MetaBlock.blank(block)) {
      return null;
    }
    ByteBuffer in =
        MetaBlock.open(
            block, MetaBlock.Kind.INODE, layout.fsId(), layout.inodeBlock(number));
    try {
      return read(layout, in, number, reader);
    } catch (BufferUnderflowException | IllegalArgumentException
        | NegativeArraySizeException e) {
      throw new CorruptImageException("inode " + number + " does not end where it should", e);
    }
  }

  private static Inode.Image read(
      Layout layout, ByteBuffer in, int number, MetaReader reader) throws IOException {
    if (in.getInt() != number) {
      throw new CorruptImageException("inode " + number + " is in the place of another");
    }
    int generation = in.getInt();
    int code = in.get();
    if (code == 0) {
      return Inode.Image.free(number, generation);
    }
    InodeType type = InodeType.of(code);
    int mode = in.getShort();
    int uid = in.getInt();
    int gid = in.getInt();
    int links = in.getInt();
    int parent = in.getInt();
    long size = in.getLong();
    long[] times = {in.getLong(), in.getLong(), in.getLong(), in.getLong()};
    long xattrBlock = in.getLong();
    byte[] target = new byte[in.getShort()];
    in.get(target);
    int count = in.getInt();
    int blockCount = in.getInt();
    if (size < 0 || links < 0 || count < 0 || blockCount != extentBlocks(count)
        || blockCount > EXTENT_BLOCKS_MAX) {
      throw new CorruptImageException(
          "inode " + number + ": size " + size + ", " + links + " links, " + count
              + " extents in " + blockCount + " blocks");
    }
    List<Long> extentBlocks = new ArrayList<>();
    for (int i = 0; i < blockCount; i++) {
      extentBlocks.add(in.getLong());
    }
    List<Extent> extents =
        blockCount == 0 ? extents(in, count) : spilled(layout, extentBlocks, count, reader);
    return new Inode.Image(
        number, generation, type, mode, uid, gid, links, parent, size, times[0], times[1],
        times[2], times[3], xattrBlock, xattrs(layout, xattrBlock, reader),
        new String(target, StandardCharsets.UTF_8), extents, extentBlocks);
  }

  private static List<Extent> extents(ByteBuffer in, int count) {
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      extents.add(extent(in.getLong(), in.getLong(), in.getLong(), in.get()));
    }
    return extents;
  }

  private static Extent extent(long logical, long physical, long count, int flags) {
    return new Extent(
        logical, physical, count, (flags & UNWRITTEN) != 0, (flags & SHARED) != 0);
  }

  private static List<Extent> spilled(
      Layout layout, List<Long> blocks, int count, MetaReader reader) throws IOException {
    List<Extent> extents = new ArrayList<>();
    for (long at : blocks) {
      int here = Math.min(EXTENTS_PER_BLOCK, count - extents.size());
      extents.addAll(
          extents(
              MetaBlock.open(reader.read(at), MetaBlock.Kind.EXTENTS, layout.fsId(), at), here));
    }
    return extents;
  }

  private static Map<String, byte[]> xattrs(Layout layout, long at, MetaReader reader)
      throws IOException {
    Map<String, byte[]> xattrs = new TreeMap<>();
    if (at == 0) {
      return xattrs;
    }
    ByteBuffer in = MetaBlock.open(reader.read(at), MetaBlock.Kind.XATTRS, layout.fsId(), at);
    for (int left = in.getShort(); left > 0; left--) {
      byte[] name = new byte[in.getShort()];
      byte[] value = new byte[in.getShort()];
      in.get(name).get(value);
      xattrs.put(new String(name, StandardCharsets.UTF_8), value);
    }
    return xattrs;
  }

  /** Reads a metadata block; fails when it lies outside the device. */
  interface MetaReader {
    ByteBuffer read(long block) throws IOException;
  }
}
