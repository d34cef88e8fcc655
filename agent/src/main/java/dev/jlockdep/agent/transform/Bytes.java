package dev.jlockdep.agent.transform;

import java.util.Arrays;
import jdk.internal.vm.annotation.DontInline;

/** A byte array being filled. */
final class Bytes {
  private byte[] bytes;
  private int length;

  Bytes(int capacity) {
    bytes = new byte[capacity + 16];
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  @DontInline
  void add(byte[] from, int begin, int end) {
    room(end - begin);
    System.arraycopy(from, begin, bytes, length, end - begin);
    length += end - begin;
  }

  @DontInline
  void add(Bytes other) {
    add(other.bytes, 0, other.length);
  }

  void addU1(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void addU2(int value) {
    room(2);
    setU2(length, value);
    length += 2;
  }

  void addU4(int value) {
    addU2(value >> 16);
    addU2(value);
  }

  void setU2(int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  void setU4(int at, int value) {
    setU2(at, value >> 16);
    setU2(at + 2, value);
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }
}
