package dev.jlockdep.fs.workload;

import static dev.jlockdep.fs.workload.Mounts.BLOCK;

import dev.jlockdep.fs.File;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.Trouble;
import dev.jlockdep.fs.UserBuffer;
import dev.jlockdep.fs.Vfs;
import java.io.IOException;
import java.util.Random;

/**
 * W11: a device that is too small for what its users want, slow, and fails now and then; each error
 * leaves all as it was.
 */
final class FullDevice implements Worker {
  private static final int BLOCKS = 64;

  private final SampleFs fs;
  private final Random random;
  private final File file;

  FullDevice(Mounts mounts, int thread, Random random) throws IOException {
    this.fs = mounts.small();
    this.random = random;
    this.file = fs.file("full" + thread);
  }

  @Override
  public void step() throws IOException {
    int block = random.nextInt(BLOCKS);
    int blocks = 1 + random.nextInt(BLOCKS - block);
    try {
      switch (random.nextInt(6)) {
        case 0 -> file.writeDirect((long) block * BLOCK, heap(blocks));
        case 1 -> Vfs.fallocate(fs, file.inode(), (long) block * BLOCK, (long) blocks * BLOCK);
        case 2 -> {
          file.write((long) block * BLOCK, heap(1));
          file.fsync();
        }
        case 3 -> file.readDirect((long) block * BLOCK, heap(blocks));
        default -> file.punchHole((long) block * BLOCK, (long) blocks * BLOCK);
      }
    } catch (IOException e) {
      if (!isOfTheDevice(e)) {
        throw e;
      }
      // what could not be written back is given up
      file.punchHole(0, (long) BLOCKS * BLOCK);
    }
  }

  private static boolean isOfTheDevice(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("no space left") || message.equals(Trouble.MESSAGE);
  }

  private static UserBuffer heap(int blocks) {
    return UserBuffer.heap(new byte[blocks * BLOCK]);
  }

  @Override
  public void end() throws IOException {
    file.punchHole(0, (long) BLOCKS * BLOCK);
  }
}
