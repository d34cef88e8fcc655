package dev.jlockdep.fs;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The frame of every metadata block: what it is, whose it is and where it belongs, so that a block of
 * another kind, place or filesystem is not taken for it; a CRC-32 of all that at the end.
 *
 * <pre>
 *   0  magic "sfsb"     8  filesystem id     24  payload
 *   4  kind            16  block number    4092  CRC-32
 * </pre>
 */
final class MetaBlock {
  /** Kinds; the values are on devices. */
  enum Kind {
    SUPERBLOCK(1),
    JOURNAL_HEADER(2),
    TRANSACTION(3),
    INODE(4),
    EXTENTS(5),
    XATTRS(6),
    DIRECTORY(7);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  static final int BYTES = BlockDevice.BLOCK_BYTES;
  static final int PAYLOAD_AT = 24;
  static final int CRC_AT = BYTES - Integer.BYTES;
  static final int PAYLOAD_BYTES = CRC_AT - PAYLOAD_AT;
  private static final int MAGIC = 0x73667362;
  private static final int KIND_AT = 4;
  private static final int ID_AT = 8;
  private static final int BLOCK_AT = 16;

  private MetaBlock() {}

  /** An empty block, positioned at its payload. */
  static ByteBuffer make(Kind kind, long fsId, long block) {
    ByteBuffer made = ByteBuffer.allocate(BYTES);
    made.putInt(MAGIC).putInt(kind.code).putLong(fsId).putLong(block);
    return made.limit(CRC_AT);
  }

  /** Whether these bytes begin as a block of metadata does. */
  static boolean hasMagic(ByteBuffer bytes) {
    return bytes.remaining() >= Integer.BYTES && bytes.getInt(bytes.position()) == MAGIC;
  }

  /** Puts the checksum in; the whole block, ready to be written. */
  static ByteBuffer sealed(ByteBuffer block) {
    block.clear();
    return block.putInt(CRC_AT, crc(block));
  }

  /** Checks a block that was read; positioned at its payload, limited to it. */
  static ByteBuffer open(ByteBuffer block, Kind kind, long fsId, long at)
      throws CorruptImageException {
    String what = kind.name().toLowerCase(java.util.Locale.ROOT) + " at block " + at;
    if (block.getInt(0) != MAGIC) {
      throw new CorruptImageException("no " + what + ": wrong magic number");
    }
    if (block.getInt(CRC_AT) != crc(block)) {
      throw new CorruptImageException("checksum of the " + what + " is wrong");
    }
    if (block.getInt(KIND_AT) != kind.code) {
      throw new CorruptImageException("no " + what + ": a block of kind " + block.getInt(KIND_AT));
    }
    if (block.getLong(BLOCK_AT) != at || block.getLong(ID_AT) != fsId) {
      throw new CorruptImageException("no " + what + ": it belongs elsewhere");
    }
    return block.position(PAYLOAD_AT).limit(CRC_AT);
  }

  /** Whether a block is such a one, whole and in its place. */
  static boolean is(ByteBuffer block, Kind kind, long fsId, long at) {
    return block.getInt(0) == MAGIC
        && block.getInt(KIND_AT) == kind.code
        && block.getLong(ID_AT) == fsId
        && block.getLong(BLOCK_AT) == at
        && block.getInt(CRC_AT) == crc(block);
  }

  /** By the magic number alone. */
  static boolean looksLike(ByteBuffer block) {
    return block.getInt(0) == MAGIC;
  }

  static long id(ByteBuffer block) {
    return block.getLong(ID_AT);
  }

  static boolean blank(ByteBuffer block) {
    for (int i = 0; i < BYTES; i += Long.BYTES) {
      if (block.getLong(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int crc(ByteBuffer block) {
    CRC32 crc = new CRC32();
    crc.update(block.duplicate().position(0).limit(CRC_AT));
    return (int) crc.getValue();
  }
}
