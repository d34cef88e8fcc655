package dev.jlockdep.fs;

import java.nio.ByteBuffer;

/**
 * What lies where on the device, in blocks: the superblock, the journal, the inode table (one block
 * for each inode), then data and the metadata that inodes have no room for. The last block holds a
 * copy of the superblock. The free blocks are what no inode owns; they are found at mount.
 */
record Layout(long fsId, int blocks, int journalBlocks, int inodes) {
  static final int VERSION = 3;
  static final int JOURNAL_START = 1;
  /** Its headers and room for the largest transaction of a small filesystem. */
  static final int JOURNAL_BLOCKS_MIN = 32;
  private static final int JOURNAL_BLOCKS_MAX = 4096;
  static final int INODES_MIN = 64;
  private static final int INODES_MAX = 1 << 16;
  /** One inode for that many blocks. */
  private static final int BLOCKS_PER_INODE = 8;

  /** @param wantedInodes 0 for as many as suit the size */
  static Layout of(long fsId, long deviceBytes, int wantedInodes) {
    int blocks = (int) Math.min(Integer.MAX_VALUE, deviceBytes / MetaBlock.BYTES);
    int journal = clamp(blocks / 32, JOURNAL_BLOCKS_MIN, JOURNAL_BLOCKS_MAX);
    int inodes =
        wantedInodes > 0 ? wantedInodes : clamp(blocks / BLOCKS_PER_INODE, INODES_MIN, INODES_MAX);
    return new Layout(fsId, blocks, journal, inodes);
  }

  int inodeStart() {
    return JOURNAL_START + journalBlocks;
  }

  /** The block of an inode; inodes are numbered from 1. */
  long inodeBlock(int number) {
    return inodeStart() + number - 1;
  }

  int dataStart() {
    return inodeStart() + inodes;
  }

  /** The copy of the superblock; data ends before it. */
  int lastBlock() {
    return blocks - 1;
  }

  boolean fits() {
    return (long) dataStart() < lastBlock();
  }

  ByteBuffer superblock(long at) {
    ByteBuffer block = MetaBlock.make(MetaBlock.Kind.SUPERBLOCK, fsId, at);
    block.putInt(VERSION).putInt(MetaBlock.BYTES).putInt(blocks).putInt(journalBlocks);
    block.putInt(inodes);
    return MetaBlock.sealed(block);
  }

  /** Checks the superblock at block {@code at}. */
  static Layout read(ByteBuffer block, long at, long deviceBytes) throws CorruptImageException {
    ByteBuffer payload =
        MetaBlock.open(block, MetaBlock.Kind.SUPERBLOCK, MetaBlock.id(block), at);
    int version = payload.getInt();
    if (version != VERSION) {
      throw new CorruptImageException("sample-fs version " + version + ", known: " + VERSION);
    }
    if (payload.getInt() != MetaBlock.BYTES) {
      throw new CorruptImageException("superblock: block size is not " + MetaBlock.BYTES);
    }
    Layout layout =
        new Layout(MetaBlock.id(block), payload.getInt(), payload.getInt(), payload.getInt());
    layout.check(deviceBytes);
    return layout;
  }

  private void check(long deviceBytes) throws CorruptImageException {
    if ((long) blocks * MetaBlock.BYTES > deviceBytes) {
      throw new CorruptImageException(
          "the device has " + deviceBytes + " bytes, fewer than the " + blocks
              + " blocks of its superblock");
    }
    boolean sane =
        blocks > 0 && journalBlocks >= JOURNAL_BLOCKS_MIN && journalBlocks < blocks
            && inodes > 0 && inodes < blocks && fits();
    if (!sane) {
      throw new CorruptImageException("the superblock contradicts itself: " + this);
    }
  }

  private static int clamp(int value, int min, int max) {
    return Math.max(min, Math.min(max, value));
  }
}
