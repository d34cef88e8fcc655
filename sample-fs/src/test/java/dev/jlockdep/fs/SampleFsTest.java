package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data and allocation: what was written is read back, also after a remount. */
@Timeout(60)
class SampleFsTest {
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;

  @TempDir Path folder;

  @Test
  void directDataSurvivesARemountOnAFile() throws Exception {
    Path image = folder.resolve("image");
    byte[] data = random(7, 5 * BLOCK);
    try (BlockDevice device = BlockDevice.onFile(image, 1 << 20)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        Inode inode = fs.create("data");
        assertEquals(data.length, Vfs.writeDirect(fs, inode, 2 * BLOCK, ByteBuffer.wrap(data)));
        assertEquals(0, inode.dioCount().inFlight());
      }
    }
    try (BlockDevice device = BlockDevice.onFile(image, 1 << 20);
        SampleFs fs = SampleFs.mount(device)) {
      Inode inode = fs.open("data");
      assertEquals(7 * BLOCK, inode.size());
      byte[] expected = new byte[7 * BLOCK];
      System.arraycopy(data, 0, expected, 2 * BLOCK, data.length);
      assertArrayEquals(expected, read(fs, inode, 8 * BLOCK, 7 * BLOCK));
    }
  }

  /** Their places become known when they are written back, all at the unmount: several transactions. */
  @Test
  void moreFilesThanTheLogHoldsAreWrittenAtTheUnmount() throws Exception {
    int files = 50;
    try (BlockDevice device = BlockDevice.inMemory(2 << 20)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        for (int i = 0; i < files; i++) {
          fs.file("f" + i).write(0, UserBuffer.heap(random(i, 100)));
        }
      }
      try (SampleFs fs = SampleFs.mount(device)) {
        for (int i = 0; i < files; i++) {
          byte[] found = new byte[100];
          assertEquals(100, fs.file("f" + i).read(0, UserBuffer.heap(found)));
          assertArrayEquals(random(i, 100), found);
        }
      }
    }
  }

  @Test
  void fallocateTakesBlocksOnceAndTheyReadAsZeros() throws Exception {
    try (BlockDevice device = BlockDevice.inMemory(1 << 20)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        Inode inode = fs.create("a");
        long free = fs.freeBlocks();
        Vfs.writeDirect(fs, inode, BLOCK, ByteBuffer.wrap(random(1, BLOCK)));
        Vfs.fallocate(fs, inode, 0, 4 * BLOCK + 1);
        Vfs.fallocate(fs, inode, 0, 4 * BLOCK + 1);
        assertEquals(4 * BLOCK + 1, inode.size());
        assertEquals(5, free - fs.freeBlocks());
        byte[] expected = new byte[4 * BLOCK + 1];
        System.arraycopy(random(1, BLOCK), 0, expected, BLOCK, BLOCK);
        assertArrayEquals(expected, read(fs, inode, 5 * BLOCK, expected.length));
      }
    }
  }

  @Test
  void fallocateBeyondTheDeviceChangesNothing() throws Exception {
    try (BlockDevice device = BlockDevice.inMemory(1 << 20)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        Inode inode = fs.create("a");
        long free = fs.freeBlocks();
        IOException refused =
            assertThrows(IOException.class, () -> Vfs.fallocate(fs, inode, 0, 1 << 20));
        assertTrue(refused.getMessage().startsWith("no space left"), refused.getMessage());
        assertEquals(free, fs.freeBlocks());
        assertEquals(0, inode.size());
        assertTrue(!inode.iRwsem().isWriteLocked() && !inode.invalidateLock().isWriteLocked());
      }
    }
  }

  @Test
  void randomDirectIoEqualsAByteArray() throws Exception {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] model = new byte[24 * BLOCK];
    int size = 0;
    try (BlockDevice device = BlockDevice.inMemory(1 << 20)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        Inode inode = fs.create("r");
        for (int i = 0; i < 500; i++) {
          int from = random.nextInt(20) * BLOCK;
          int length = (1 + random.nextInt(4)) * BLOCK;
          if (random.nextInt(4) == 0) {
            Vfs.fallocate(fs, inode, from, length);
          } else {
            byte[] data = random(random.nextInt(), length);
            Vfs.writeDirect(fs, inode, from, ByteBuffer.wrap(data));
            System.arraycopy(data, 0, model, from, length);
          }
          size = Math.max(size, from + length);
          assertArrayEquals(
              Arrays.copyOf(model, size),
              read(fs, inode, model.length, size),
              "step " + i + " of -Dsamplefs.seed=" + seed);
        }
      }
    }
  }

  @Test
  void ringMovesDataWithEitherCompletion() throws Exception {
    for (Set<Fault> faults :
        Set.of(Set.<Fault>of(), EnumSet.of(Fault.UR_CALLER_COMPLETION))) {
      try (BlockDevice device = BlockDevice.inMemory(1 << 20)) {
        SampleFs.mkfs(device);
        try (SampleFs fs = SampleFs.mount(device, faults, new Gates())) {
          roundTripThroughRing(fs);
        }
      }
    }
  }

  private static void roundTripThroughRing(SampleFs fs) throws Exception {
    Inode inode = fs.create("ring");
    Ring ring = Ring.create(fs);
    byte[] data = random(3, 2 * BLOCK);
    for (int pass = 0; pass < 2; pass++) { // into holes by a worker, then over them inline
      ring.submitWrite(inode, 0, ByteBuffer.wrap(data), pass);
      Cqe written = ring.waitCqe();
      assertEquals(new Cqe(pass, data.length, null), written);
      assertEquals(0, inode.dioCount().inFlight());
      assertEquals(0, fs.sbWriters().inside());
    }
    ByteBuffer back = ByteBuffer.allocate(data.length);
    ring.submitRead(inode, 0, back, 9);
    assertEquals(new Cqe(9, data.length, null), ring.waitCqe());
    assertArrayEquals(data, back.array());
    Threads.start("stranger", () -> assertThrows(IllegalStateException.class, ring::waitCqe))
        .ended();
  }

  @Test
  void badImagesAreRefused() throws Exception {
    try (BlockDevice device = BlockDevice.inMemory(1 << 20)) {
      assertThrows(IOException.class, () -> SampleFs.mount(device));
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        Vfs.writeDirect(fs, fs.create("x"), 0, ByteBuffer.allocate(BLOCK));
      }
      DeviceBlocks blocks = new DeviceBlocks(device);
      long at = Layout.of(0, 1 << 20, 0).inodeBlock(InodeTable.ROOT);
      ByteBuffer root = blocks.read(at);
      blocks.write(at, root.put(40, (byte) ~root.get(40)));
      IOException refused = assertThrows(IOException.class, () -> SampleFs.mount(device));
      assertTrue(refused.getMessage().contains("checksum"), refused.getMessage());
    }
    try (BlockDevice tiny = BlockDevice.inMemory(8 * BLOCK)) {
      assertThrows(IOException.class, () -> SampleFs.mkfs(tiny));
    }
  }

  @Test
  void unalignedDirectTransferIsRefused() throws Exception {
    try (BlockDevice device = BlockDevice.inMemory(1 << 20)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        Inode inode = fs.create("u");
        assertThrows(
            IllegalArgumentException.class,
            () -> Vfs.writeDirect(fs, inode, 1, ByteBuffer.allocate(BLOCK)));
        assertThrows(
            IllegalArgumentException.class,
            () -> Vfs.readDirect(fs, inode, 0, ByteBuffer.allocate(1)));
        assertEquals(0, fs.sbWriters().inside());
      }
    }
  }

  @Test
  void unknownFaultIsNamed() {
    assertEquals(EnumSet.of(Fault.UR_CALLER_COMPLETION), Fault.parse("ur.callerCompletion,"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Fault.parse("ur.caller"))
            .getMessage()
            .contains(", ur.callerCompletion"));
  }

  private static byte[] read(SampleFs fs, Inode inode, int room, int expected) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(room);
    assertEquals(expected, Vfs.readDirect(fs, inode, 0, buffer));
    return Arrays.copyOf(buffer.array(), expected);
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
