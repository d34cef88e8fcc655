package dev.jlockdep.fs;

import java.io.IOException;
import java.util.Arrays;

/** What files of tests hold. */
final class Contents {
  private Contents() {}

  static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** Of a whole file, read through the cache. */
  static byte[] bytes(File file) throws IOException {
    byte[] bytes = new byte[(int) file.size()];
    file.read(0, UserBuffer.heap(bytes));
    return bytes;
  }
}
