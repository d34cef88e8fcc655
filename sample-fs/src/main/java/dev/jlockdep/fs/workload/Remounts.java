package dev.jlockdep.fs.workload;

import static dev.jlockdep.fs.workload.Mounts.BLOCK;

import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.util.Random;

/** W12: a filesystem that is mounted, checked, changed and unmounted again and again. */
final class Remounts implements Worker {
  private static final int BLOCKS = 8;

  private final Random random;
  private final BlockDevice device;
  private final Region region = new Region(0, BLOCKS * BLOCK);

  Remounts(Random random) throws IOException {
    this.random = random;
    this.device = BlockDevice.inMemory(8 << 20);
    SampleFs.mkfs(device);
    try (SampleFs fs = SampleFs.mount(device)) {
      fs.file("data").write(0, UserBuffer.heap(region.part(0, region.length())));
    }
  }

  @Override
  public void step() throws IOException {
    try (SampleFs fs = SampleFs.mount(device)) {
      File file = fs.file("data");
      byte[] found = new byte[region.length()];
      file.read(0, UserBuffer.heap(found));
      region.check("after a remount", 0, found);
      byte[] bytes = new byte[BLOCK];
      random.nextBytes(bytes);
      int at = random.nextInt(BLOCKS) * BLOCK;
      file.write(at, UserBuffer.heap(bytes));
      region.written(at, bytes);
    }
  }

  @Override
  public void end() throws IOException {
    device.close();
  }
}
