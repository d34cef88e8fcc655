package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What lies where on the device: block 0 the superblock, then one block for each inode, then data.
 * Every metadata block ends in a CRC-32 of the bytes before it.
 */
final class DiskFormat {
  static final int BLOCK = BlockDevice.BLOCK_BYTES;
  /** One block each; a bound that suits a sample. */
  static final int INODES = 64;
  static final int FIRST_DATA_BLOCK = 1 + INODES;
  static final int NAME_BYTES_MAX = 255;
  private static final long SUPER_MAGIC = 0x73616d706c656673L; // "samplefs"
  private static final int VERSION = 1;
  private static final int INODE_MAGIC = 0x696e6f64; // "inod"
  private static final int CRC_AT = BLOCK - Integer.BYTES;
  private static final int EXTENT_BYTES = 8 + 8 + 8 + 1;

  private DiskFormat() {}

  static ByteBuffer superblock(int blocks) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    block.putLong(SUPER_MAGIC).putInt(VERSION).putInt(BLOCK).putInt(blocks).putInt(INODES);
    return sealed(block);
  }

  /** Checks a superblock and gives the number of blocks. */
  static int blocks(ByteBuffer block, long deviceBytes) throws IOException {
    if (block.getLong(0) != SUPER_MAGIC) {
      throw new IOException("no sample-fs on this device: wrong magic number");
    }
    check(block, "superblock");
    if (block.getInt(8) != VERSION) {
      throw new IOException("sample-fs version " + block.getInt(8) + ", known: " + VERSION);
    }
    int blocks = block.getInt(16);
    if (blocks < FIRST_DATA_BLOCK || (long) blocks * BLOCK > deviceBytes) {
      throw new IOException("corrupt image: the device is smaller than its superblock says");
    }
    return blocks;
  }

  static ByteBuffer inode(Inode inode) throws IOException {
    byte[] name = inode.name().getBytes(StandardCharsets.UTF_8);
    List<Extent> extents = inode.extents();
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    block.putInt(INODE_MAGIC).putInt(inode.number()).putLong(inode.size());
    block.putShort((short) name.length).put(name).putInt(extents.size());
    if (block.position() + extents.size() * EXTENT_BYTES > CRC_AT) {
      throw new IOException(inode.name() + ": " + extents.size() + " extents do not fit its inode");
    }
    for (Extent extent : extents) {
      block.putLong(extent.logical()).putLong(extent.physical()).putLong(extent.count());
      block.put((byte) (extent.unwritten() ? 1 : 0));
    }
    return sealed(block);
  }

  /** The inode in a block, its blocks claimed from {@code group}; null for an empty slot. */
  static Inode readInode(ByteBuffer block, AllocGroup group, Gates gates) throws IOException {
    block.rewind();
    int magic = block.getInt();
    if (magic == 0) {
      return null;
    }
    if (magic != INODE_MAGIC) {
      throw new IOException("corrupt image: not an inode");
    }
    check(block, "inode");
    int number = block.getInt();
    long size = block.getLong();
    byte[] name = new byte[block.getShort()];
    block.get(name);
    Inode inode = new Inode(number, new String(name, StandardCharsets.UTF_8), gates);
    List<Extent> extents = new ArrayList<>();
    for (int left = block.getInt(); left > 0; left--) {
      Extent extent =
          new Extent(block.getLong(), block.getLong(), block.getLong(), block.get() != 0);
      group.claim(extent.physical(), extent.count());
      extents.add(extent);
    }
    inode.load(size, extents);
    return inode;
  }

  private static ByteBuffer sealed(ByteBuffer block) {
    block.putInt(CRC_AT, crc(block));
    return block.rewind();
  }

  private static void check(ByteBuffer block, String what) throws IOException {
    if (block.getInt(CRC_AT) != crc(block)) {
      throw new IOException("corrupt image: checksum of a " + what + " is wrong");
    }
  }

  private static int crc(ByteBuffer block) {
    CRC32 crc = new CRC32();
    crc.update(block.array(), 0, CRC_AT);
    return (int) crc.getValue();
  }
}
