package dev.jlockdep.fs;

import java.nio.ByteBuffer;

/** What a page table shows of one block of a file. */
interface MappedPage {
  ByteBuffer bytes();

  /** Whether a program may store there without a fault. */
  boolean writable();

  /** Memory of the device, or a page of zeros. */
  record Direct(ByteBuffer memory, boolean writable) implements MappedPage {
    @Override
    public ByteBuffer bytes() {
      return memory.duplicate();
    }
  }

  /** Stores a byte; false when the page has been write-protected meanwhile, and has to fault again. */
  default boolean store(int at, byte value) {
    bytes().put(at, value);
    return true;
  }
}
