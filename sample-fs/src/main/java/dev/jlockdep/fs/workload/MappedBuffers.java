package dev.jlockdep.fs.workload;

import static dev.jlockdep.fs.workload.Mounts.BLOCK;

import dev.jlockdep.fs.File;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.SampleFs;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.util.Random;

/**
 * W3: direct I/O whose buffer is a mapped file: the same one, another one, a hole, partly in memory;
 * from one block to a megabyte. Each thread has two files of its own.
 */
final class MappedBuffers implements Worker {
  private static final int BLOCKS = 256;
  private static final int SMALL = 4;

  /** One file, its mapping, and what must be in it. */
  private static final class Side {
    final File file;
    final MappedRegion map;
    final Region region = new Region(0, BLOCKS * BLOCK);

    Side(Mounts mounts, String name) throws IOException {
      file = mounts.extent().file(name);
      map = mounts.space().map(mounts.extent(), file.inode(), 0, BLOCKS);
      byte[] last = {0};
      file.write(BLOCKS * BLOCK - 1, UserBuffer.heap(last)); // the rest is a hole
    }
  }

  private final SampleFs fs;
  private final Random random;
  private final Side[] sides;

  MappedBuffers(Mounts mounts, int thread, Random random) throws IOException {
    this.fs = mounts.extent();
    this.random = random;
    this.sides =
        new Side[] {new Side(mounts, "mapped" + thread), new Side(mounts, "other" + thread)};
  }

  @Override
  public void step() throws IOException {
    Side target = sides[random.nextInt(2)];
    Side buffer = sides[random.nextInt(2)];
    int blocks = random.nextInt(64) == 0 ? BLOCKS : 1 + random.nextInt(SMALL);
    int at = random.nextInt(BLOCKS - blocks + 1) * BLOCK;
    int from = random.nextInt(BLOCKS - blocks + 1) * BLOCK;
    int length = blocks * BLOCK;
    UserBuffer mapped = UserBuffer.mapped(buffer.map, from, length);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        byte[] bytes = buffer.region.part(from, length);
        if (!(target == buffer && overlaps(at, from, length))) {
          expect(length, target.file.writeDirect(at, mapped));
          target.region.written(at, bytes);
        }
      }
      case 2, 3 -> {
        byte[] bytes = target.region.part(at, length);
        if (!(target == buffer && overlaps(at, from, length))) {
          expect(length, target.file.readDirect(at, mapped));
          buffer.region.written(from, bytes);
        }
      }
      case 4 -> {
        byte value = (byte) random.nextInt();
        buffer.map.put(from, value);
        buffer.region.stored(from, value);
      }
      default -> {
        target.file.punchHole(at, length);
        target.region.zeroed(at, length);
        if (random.nextInt(8) == 0) {
          fs.dropCaches();
        }
      }
    }
  }

  private static boolean overlaps(int a, int b, int length) {
    return a < b + length && b < a + length;
  }

  private static void expect(int wanted, int got) {
    if (wanted != got) {
      throw new IllegalStateException(got + " of " + wanted + " bytes transferred");
    }
  }

  @Override
  public void end() throws IOException {
    for (Side side : sides) {
      byte[] found = new byte[side.region.length()];
      side.file.read(0, UserBuffer.heap(found));
      side.region.check("read", 0, found);
      side.map.close();
    }
  }
}
