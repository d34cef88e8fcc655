package dev.jlockdep.fs;

import java.nio.ByteBuffer;

/**
 * One request for a ring. Position and length of reads are whole blocks, of writes at least whole
 * sectors.
 *
 * @param inode the file; null when {@code fixed} names a registered one
 * @param fixed index of a registered file, or -1
 * @param data for reads and writes; null otherwise
 * @param length for fallocate
 * @param linked the next request of the same submission starts when this one has succeeded
 * @param drained starts when all requests before it are complete
 * @param async goes to a worker at once
 * @param dsync a write that is durable when it completes
 */
public record Sqe(
    Op op, Inode inode, int fixed, long position, ByteBuffer data, long length, long userData,
    boolean linked, boolean drained, boolean async, boolean dsync) {
  /** What is asked for. */
  public enum Op {
    NOP,
    READ,
    WRITE,
    FSYNC,
    FALLOCATE
  }

  private static Sqe of(
      Op op, Inode inode, long position, ByteBuffer data, long length, long userData) {
    return new Sqe(
        op, inode, -1, position, data, length, userData, false, false, false, false);
  }

  public static Sqe nop(long userData) {
    return of(Op.NOP, null, 0, null, 0, userData);
  }

  public static Sqe read(Inode inode, long position, ByteBuffer into, long userData) {
    return of(Op.READ, inode, position, into, 0, userData);
  }

  public static Sqe write(Inode inode, long position, ByteBuffer data, long userData) {
    return of(Op.WRITE, inode, position, data, 0, userData);
  }

  public static Sqe fsync(Inode inode, long userData) {
    return of(Op.FSYNC, inode, 0, null, 0, userData);
  }

  public static Sqe fallocate(Inode inode, long position, long length, long userData) {
    return of(Op.FALLOCATE, inode, position, null, length, userData);
  }

  /** The same on a registered file. */
  public Sqe onFixed(int index) {
    return new Sqe(
        op, null, index, position, data, length, userData, linked, drained, async, dsync);
  }

  Sqe on(Inode file) {
    return new Sqe(
        op, file, -1, position, data, length, userData, linked, drained, async, dsync);
  }

  public Sqe withLink() {
    return new Sqe(
        op, inode, fixed, position, data, length, userData, true, drained, async, dsync);
  }

  public Sqe withDrain() {
    return new Sqe(
        op, inode, fixed, position, data, length, userData, linked, true, async, dsync);
  }

  public Sqe withAsync() {
    return new Sqe(
        op, inode, fixed, position, data, length, userData, linked, drained, true, dsync);
  }

  public Sqe withDsync() {
    return new Sqe(
        op, inode, fixed, position, data, length, userData, linked, drained, async, true);
  }

  /** Whether a transfer is whole blocks, which a device can be given as they are. */
  boolean inWholeBlocks() {
    return position % BlockDevice.BLOCK_BYTES == 0 && data.remaining() % BlockDevice.BLOCK_BYTES == 0;
  }
}
