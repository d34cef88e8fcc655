package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One transfer for a device. {@code end} runs on the device thread, with null for success. */
record Bio(Op op, long position, ByteBuffer data, End end) {
  enum Op {
    READ,
    WRITE,
    FLUSH,
    STOP
  }

  /** What to do when the device is done. Must not block. */
  interface End {
    void ended(IOException failure);
  }
}
