package dev.jlockdep.fs.workload;

import static dev.jlockdep.fs.workload.Mounts.BLOCK;

import dev.jlockdep.fs.File;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.util.Random;

/** W4: one thread writes A from a mapping of B, the other one B from a mapping of A. */
final class Crosswise implements Worker {
  private static final int BLOCKS = 8;

  private final Random random;
  private final File file;
  private final MappedRegion other;

  Crosswise(Mounts mounts, int thread, Random random) throws IOException {
    this.random = random;
    this.file = mounts.extent().file("cross" + thread % 2);
    File mapped = mounts.extent().file("cross" + (thread + 1) % 2);
    file.write(0, UserBuffer.heap(new byte[BLOCKS * BLOCK]));
    this.other = mounts.space().map(mounts.extent(), mapped.inode(), 0, BLOCKS);
  }

  @Override
  public void step() throws IOException {
    int blocks = 1 + random.nextInt(BLOCKS);
    UserBuffer buffer = UserBuffer.mapped(other, 0, blocks * BLOCK);
    switch (random.nextInt(3)) {
      case 0 -> file.writeDirect(0, buffer);
      case 1 -> file.write(0, buffer);
      default -> other.put(random.nextInt(BLOCKS * BLOCK), (byte) 1);
    }
  }

  @Override
  public void end() {
    other.close();
  }
}
