package dev.jlockdep.fs.workload;

import static dev.jlockdep.fs.workload.Mounts.BLOCK;

import dev.jlockdep.fs.File;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.UserBuffer;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.util.Random;

/**
 * W10: random pairs of files exchange all they hold or are cloned, and are written to and unshared
 * meanwhile; a block is always as one of them wrote it, from its first byte to its last.
 */
final class Exchanges implements Worker {
  private static final int FILES = 8;

  private final SampleFs fs;
  private final Random random;

  Exchanges(Mounts mounts, int thread, Random random) throws IOException {
    this.fs = mounts.extent();
    this.random = random;
    for (int i = thread; i < FILES; i += 4) {
      byte[] bytes = new byte[(1 + i) * BLOCK];
      java.util.Arrays.fill(bytes, (byte) (1 + i));
      file(i).write(0, UserBuffer.heap(bytes));
    }
  }

  private File file(int i) throws IOException {
    return fs.file("pair" + i);
  }

  @Override
  public void step() throws IOException {
    int a = random.nextInt(FILES);
    int b = (a + 1 + random.nextInt(FILES - 1)) % FILES;
    switch (random.nextInt(8)) {
      case 0, 1 -> check(file(a));
      case 2, 3 -> file(a).cloneRange(0, file(b), 0, 0);
      case 4 -> file(a).write(0, UserBuffer.heap(block()));
      case 5 -> file(a).writeDirect(0, UserBuffer.heap(block()));
      case 6 -> file(a).unshare(0, BLOCK);
      default -> Vfs.exchange(fs, file(a).inode(), file(b).inode());
    }
  }

  private byte[] block() {
    byte[] block = new byte[BLOCK];
    java.util.Arrays.fill(block, (byte) random.nextInt());
    return block;
  }

  /** A block is never seen half of one file and half of another. */
  private static void check(File file) throws IOException {
    byte[] block = new byte[BLOCK];
    int n = file.readDirect(0, UserBuffer.heap(block));
    for (int i = 1; i < n; i++) {
      if (block[i] != block[0]) {
        throw new IllegalStateException("byte " + i + " is " + block[i] + ", byte 0 " + block[0]);
      }
    }
  }
}
