package dev.jlockdep.fs.workload;

import static dev.jlockdep.fs.workload.Mounts.BLOCK;

import dev.jlockdep.fs.BlockDevice;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Fsck;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/**
 * W12: a filesystem that is mounted, checked, changed and unmounted again and again. Each time the
 * power also fails in between, on a copy of the device, which is recovered and checked.
 */
final class Remounts implements Worker {
  private static final int BLOCKS = 8;
  private static final int CRASHES = 4;

  private final Random random;
  private final BlockDevice device;
  private final Region region = new Region(0, BLOCKS * BLOCK);

  Remounts(Random random) throws IOException {
    this.random = random;
    this.device = BlockDevice.recording(8 << 20);
    SampleFs.mkfs(device);
    try (SampleFs fs = SampleFs.mount(device)) {
      fs.file("data").write(0, UserBuffer.heap(region.part(0, region.length())));
    }
  }

  @Override
  public void step() throws IOException {
    try (SampleFs fs = SampleFs.mount(device)) {
      File file = fs.file("data");
      region.check("after a remount", 0, contents(file));
      write(file, random.nextInt(BLOCKS) * BLOCK);
      file.fsync();
      device.safePoint();
      byte[] safe = region.part(0, region.length());
      int hole = random.nextInt(BLOCKS) * BLOCK;
      file.punchHole(hole, BLOCK);
      region.zeroed(hole, BLOCK);
      if (random.nextBoolean()) {
        write(file, hole); // into a block of the device that had something else
      }
      if (random.nextBoolean()) {
        file.fsync();
      }
      fs.sync();
      for (int i = 0; i < CRASHES; i++) {
        recover(safe, hole);
      }
    }
  }

  private byte[] contents(File file) throws IOException {
    byte[] found = new byte[region.length()];
    file.read(0, UserBuffer.heap(found));
    return found;
  }

  private void write(File file, int at) throws IOException {
    byte[] bytes = new byte[BLOCK];
    random.nextBytes(bytes);
    file.write(at, UserBuffer.heap(bytes));
    region.written(at, bytes);
  }

  /** Each block is what it was when it was safe; the other one that, a hole, or what was written. */
  private void recover(byte[] safe, int hole) throws IOException {
    try (BlockDevice crashed = device.afterCrash(random)) {
      Fsck.Report report = Fsck.check(crashed);
      if (!report.clean()) {
        throw new IllegalStateException("after a crash: " + report);
      }
      try (SampleFs fs = SampleFs.mount(crashed)) {
        byte[] found = contents(fs.file("data"));
        for (int at = 0; at < found.length; at += BLOCK) {
          byte[] block = Arrays.copyOfRange(found, at, at + BLOCK);
          boolean old = Arrays.equals(block, Arrays.copyOfRange(safe, at, at + BLOCK));
          boolean punched = at == hole && Arrays.equals(block, new byte[BLOCK]);
          if (!old && !punched) {
            region.check("after a crash", at, block);
          }
        }
      }
    }
  }

  @Override
  public void end() throws IOException {
    device.close();
  }
}
