package dev.jlockdep.fs.workload;

import java.util.Arrays;

/** Blocks of a file that one thread alone writes, and what must be in them. */
final class Region {
  final long position;
  private final byte[] model;

  Region(long position, int bytes) {
    this.position = position;
    this.model = new byte[bytes];
  }

  int length() {
    return model.length;
  }

  byte at(int index) {
    return model[index];
  }

  void written(int at, byte[] bytes) {
    System.arraycopy(bytes, 0, model, at, bytes.length);
  }

  void stored(int at, byte value) {
    model[at] = value;
  }

  void zeroed(int at, int length) {
    Arrays.fill(model, at, at + length, (byte) 0);
  }

  void copied(int from, int to, int length) {
    System.arraycopy(model, from, model, to, length);
  }

  byte[] part(int at, int length) {
    return Arrays.copyOfRange(model, at, at + length);
  }

  /** What was read at an offset is what was written. */
  void check(String call, int at, byte[] found) {
    int differs = Arrays.mismatch(found, part(at, found.length));
    if (differs >= 0) {
      throw new IllegalStateException(
          call + ": byte " + (position + at + differs) + " is " + found[differs] + " instead of "
              + model[at + differs]);
    }
  }
}
