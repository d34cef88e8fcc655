package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls with user buffers, against an array that knows what the file must hold. */
@Timeout(120)
class FileTest {
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 16;
  private static final int STEPS = 4_000;
  private static final int DEVICE_BYTES = 4 << 20;

  /** After fsx: all ways to read and write mixed, and after each the file is as the model. */
  @ParameterizedTest
  @EnumSource(Personality.class)
  void randomCallsMatchTheModel(Personality personality) throws IOException {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("FileTest seed " + seed + " (replay with -Dsamplefs.seed)");
    try (BlockDevice device =
        personality == Personality.DAX
            ? BlockDevice.persistentMemory(null, DEVICE_BYTES)
            : BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      byte[] model;
      try (SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), personality)) {
        Calls calls = new Calls(fs, new Random(seed));
        for (int i = 0; i < STEPS; i++) {
          calls.step(i);
        }
        model = calls.model;
      }
      try (SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), personality)) {
        byte[] found = new byte[model.length];
        assertEquals(model.length, fs.file("data").read(0, UserBuffer.heap(found)));
        assertArrayEquals(model, found, "after a remount, seed " + seed);
      }
    }
  }

  /** One file, its mapping, and what both must hold. */
  private static final class Calls {
    final byte[] model = new byte[BLOCKS * BLOCK];
    private final SampleFs fs;
    private final Random random;
    private final File file;
    private final MappedRegion map;

    Calls(SampleFs fs, Random random) throws IOException {
      this.fs = fs;
      this.random = random;
      this.file = fs.file("data");
      fs.cacheLimit(BLOCKS / 2);
      file.write(0, UserBuffer.heap(model));
      this.map = new AddressSpaceSim().map(fs, file.inode(), 0, BLOCKS);
    }

    void step(int i) throws IOException {
      int at = random.nextInt(model.length);
      int length = 1 + random.nextInt(model.length - at);
      int block = random.nextInt(BLOCKS);
      int blocks = 1 + random.nextInt(BLOCKS - block);
      switch (random.nextInt(11)) {
        case 0 -> write(at, bytes(length));
        case 1 -> writeDirect(block, bytes(blocks * BLOCK));
        case 2 -> read(i, at, length);
        case 3 -> readDirect(i, block, blocks);
        case 4 -> {
          byte value = (byte) random.nextInt();
          map.put(at, value);
          model[at] = value;
        }
        case 5 -> assertEquals(model[at], map.get(at), () -> "step " + i + " byte " + at);
        case 6 -> file.fsync();
        case 7 -> fs.dropCaches();
        case 8 -> fs.reclaim();
        case 9 -> punch(block, blocks);
        default -> copyWithin(block);
      }
    }

    private byte[] bytes(int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    }

    private void write(int at, byte[] bytes) throws IOException {
      assertEquals(bytes.length, file.write(at, UserBuffer.heap(bytes)));
      System.arraycopy(bytes, 0, model, at, bytes.length);
    }

    private void writeDirect(int block, byte[] bytes) throws IOException {
      UserBuffer buffer = UserBuffer.heap(bytes);
      int n =
          random.nextBoolean()
              ? file.writeDirect((long) block * BLOCK, buffer)
              : file.writeDirectSync((long) block * BLOCK, buffer);
      assertEquals(bytes.length, n);
      System.arraycopy(bytes, 0, model, block * BLOCK, bytes.length);
    }

    private void punch(int block, int blocks) throws IOException {
      file.punchHole((long) block * BLOCK, (long) blocks * BLOCK);
      Arrays.fill(model, block * BLOCK, (block + blocks) * BLOCK, (byte) 0);
    }

    private void read(int i, int at, int length) throws IOException {
      byte[] found = new byte[length];
      assertEquals(length, file.read(at, UserBuffer.heap(found)));
      assertArrayEquals(Arrays.copyOfRange(model, at, at + length), found, () -> "step " + i);
    }

    private void readDirect(int i, int block, int blocks) throws IOException {
      byte[] found = new byte[blocks * BLOCK];
      assertEquals(
          found.length, file.readDirect((long) block * BLOCK, UserBuffer.heap(found)));
      byte[] expected = Arrays.copyOfRange(model, block * BLOCK, (block + blocks) * BLOCK);
      assertArrayEquals(expected, found, () -> "step " + i);
    }

    /** Direct, from the file's own mapping: the calls of generic/647. */
    private void copyWithin(int block) throws IOException {
      int to = random.nextInt(BLOCKS);
      UserBuffer own = UserBuffer.mapped(map, block * BLOCK, BLOCK);
      assertEquals(BLOCK, file.writeDirect((long) to * BLOCK, own));
      System.arraycopy(model, block * BLOCK, model, to * BLOCK, BLOCK);
    }
  }

  @Test
  void endOfFileAndUnalignedTransfers() throws IOException {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        File file = fs.file("data");
        assertEquals(-1, file.read(0, UserBuffer.heap(new byte[10])));
        file.write(0, UserBuffer.heap(new byte[100]));
        assertEquals(40, file.read(60, UserBuffer.heap(new byte[100])));
        assertEquals(100, file.readDirect(0, UserBuffer.heap(new byte[BLOCK])));
        assertEquals(-1, file.readDirect(BLOCK, UserBuffer.heap(new byte[BLOCK])));
        assertThrows(
            IllegalArgumentException.class,
            () -> file.writeDirect(1, UserBuffer.heap(new byte[BLOCK])));
      }
    }
  }

  @Test
  void aFullDeviceIsAnError() throws IOException {
    int blocks = Layout.of(0, 0, 0).dataStart() + 1 + 3; // the root directory needs one
    try (BlockDevice device = BlockDevice.inMemory(blocks * BLOCK)) {
      SampleFs.mkfs(device);
      SampleFs fs = SampleFs.mount(device);
      File file = fs.file("data");
      IOException full =
          assertThrows(
              IOException.class, () -> file.writeDirect(0, UserBuffer.heap(new byte[4 * BLOCK])));
      assertEquals("no space left on device: 1 blocks wanted, 0 free", full.getMessage());
      assertEquals(2 * BLOCK, file.writeDirect(0, UserBuffer.heap(new byte[2 * BLOCK])));
      fs.close();
    }
  }
}
