package dev.jlockdep.fs;

import java.nio.ByteBuffer;

/** Copies of buffers. */
final class Copies {
  private Copies() {}

  static ByteBuffer of(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
    copy.put(bytes.duplicate());
    return copy.flip();
  }
}
