package dev.jlockdep.fs.scenario;

import dev.jlockdep.fs.AddressSpaceSim;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Task;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.util.Arrays;

/** A mounted filesystem with the few things that most scenarios need. */
final class Fixture {
  static final int BLOCK = 4096;
  private final SampleFs fs;
  private final Mode mode;
  private final String hangsAt;
  private final AddressSpaceSim space = new AddressSpaceSim();

  /** @param hangsAt lock class whose waits give up from {@link #ready} on; empty for none */
  Fixture(SampleFs fs, Mode mode, String hangsAt) {
    this.fs = fs;
    this.mode = mode;
    this.hangsAt = hangsAt;
  }

  SampleFs fs() {
    return fs;
  }

  boolean forced() {
    return mode == Mode.FORCED;
  }

  /** All is set up on the calling thread: what comes now is the call in question. */
  void ready() {
    if (!hangsAt.isEmpty()) {
      Task.current().rescueAt(hangsAt);
    }
  }

  /** A file of some blocks, each byte of block i being {@code value + i}, on the device. */
  File written(String name, int blocks, int value) throws IOException {
    File file = fs.file(name);
    file.write(0, UserBuffer.heap(pattern(blocks, value)));
    file.fsync();
    fs.dropCaches();
    return file;
  }

  MappedRegion map(File file, int blocks) {
    return space.map(fs, file.inode(), 0, blocks);
  }

  static byte[] pattern(int blocks, int value) {
    byte[] bytes = new byte[blocks * BLOCK];
    for (int i = 0; i < blocks; i++) {
      Arrays.fill(bytes, i * BLOCK, (i + 1) * BLOCK, (byte) (value + i));
    }
    return bytes;
  }

  /** The file holds exactly that. */
  static void check(File file, byte[] expected) throws IOException {
    byte[] found = new byte[expected.length];
    int n = file.read(0, UserBuffer.heap(found));
    require(n == expected.length, "read " + n + " of " + expected.length + " bytes");
    int at = Arrays.mismatch(found, expected);
    require(at < 0, "byte " + at + " of the file differs");
  }

  static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException(what);
    }
  }
}
