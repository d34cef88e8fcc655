package dev.jlockdep.fs;

import static dev.jlockdep.fs.Contents.bytes;
import static dev.jlockdep.fs.Contents.filled;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks that files share: who has them, who gets a copy, and when they are free again. */
@Timeout(60)
class CloneTest {
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;
  private static final int BLOCKS = 4;
  private static final int DEVICE_BYTES = 2 << 20;

  /** What a test does with a file of four blocks and its clone. */
  private interface Body {
    void run(SampleFs fs, File source, File clone) throws IOException;
  }

  /** Runs it on a fresh mount; the source's bytes must be the same afterwards, and after a remount. */
  private static void with(Personality personality, Body body) throws IOException {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      byte[] clone;
      try (SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), personality)) {
        File source = fs.file("source");
        source.write(0, UserBuffer.heap(pattern(1)));
        File copy = fs.file("clone");
        source.cloneRange(0, copy, 0, 0);
        body.run(fs, source, copy);
        assertArrayEquals(pattern(1), bytes(source));
        clone = bytes(copy);
      }
      assertEquals(List.of(), Fsck.check(device).problems());
      try (SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), personality)) {
        assertArrayEquals(pattern(1), bytes(fs.file("source")));
        assertArrayEquals(clone, bytes(fs.file("clone")));
        assertEquals(0, fs.file("source").inode().reserved());
      }
    }
  }

  /** Bytes of block i: {@code first + i}. */
  private static byte[] pattern(int first) {
    byte[] bytes = new byte[BLOCKS * BLOCK];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i / BLOCK);
    }
    return bytes;
  }

  /** The blocks of a file that fiemap says are shared. */
  private static List<Long> shared(File file) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(BLOCK);
    int count = file.fiemap(UserBuffer.of(answer));
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long logical = answer.getLong();
      answer.getLong();
      long end = logical + answer.getLong();
      if ((answer.getLong() & Fiemap.SHARED) != 0) {
        for (long block = logical; block < end; block++) {
          blocks.add(block);
        }
      }
    }
    return blocks;
  }

  @ParameterizedTest
  @EnumSource(value = Personality.class, names = {"XFS", "EXTENT"})
  void aCloneHasTheBlocksOfItsSource(Personality personality) throws IOException {
    with(
        personality,
        (fs, source, clone) -> {
          assertArrayEquals(pattern(1), bytes(clone));
          assertEquals(List.of(0L, 1L, 2L, 3L), shared(clone));
          assertEquals(List.of(0L, 1L, 2L, 3L), shared(source));
          long free = fs.freeBlocks();
          source.cloneRange(0, fs.file("third"), 0, 0);
          assertEquals(free, fs.freeBlocks());
        });
  }

  @ParameterizedTest
  @EnumSource(value = Personality.class, names = {"XFS", "EXTENT"})
  void aWriteToACloneMakesACopyOfItsBlock(Personality personality) throws IOException {
    with(
        personality,
        (fs, source, clone) -> {
          long free = fs.freeBlocks();
          clone.write(BLOCK + 7, UserBuffer.heap(filled(100, 77)));
          clone.fsync();
          assertEquals(free - 1, fs.freeBlocks());
          byte[] expected = pattern(1);
          Arrays.fill(expected, BLOCK + 7, BLOCK + 107, (byte) 77);
          fs.dropCaches();
          assertArrayEquals(expected, bytes(clone));
          assertEquals(List.of(0L, 2L, 3L), shared(clone));
          assertEquals(List.of(0L, 2L, 3L), shared(source));
        });
  }

  @ParameterizedTest
  @EnumSource(value = Personality.class, names = {"XFS", "EXTENT"})
  void aWriteToTheSourceLeavesTheCloneAlone(Personality personality) throws IOException {
    with(
        personality,
        (fs, source, clone) -> {
          source.writeDirect(0, UserBuffer.heap(filled(BLOCK, 9)));
          fs.dropCaches();
          assertArrayEquals(pattern(1), bytes(clone));
          source.writeDirect(0, UserBuffer.heap(filled(BLOCK, 1)));
          assertEquals(List.of(1L, 2L, 3L), shared(source));
        });
  }

  @ParameterizedTest
  @EnumSource(value = Personality.class, names = {"XFS", "EXTENT"})
  void directWritesSectorsAndStoresMakeCopies(Personality personality) throws IOException {
    with(
        personality,
        (fs, source, clone) -> {
          MappedRegion map = new AddressSpaceSim().map(fs, clone.inode(), 0, BLOCKS);
          map.put(0, (byte) 50);
          clone.writeDirect(BLOCK, UserBuffer.heap(filled(BLOCK, 51)));
          Vfs.writeDirect(fs, clone.inode(), 2 * BLOCK, ByteBuffer.wrap(filled(512, 52)));
          Vfs.writeDirect(fs, clone.inode(), 3 * BLOCK, ByteBuffer.wrap(filled(BLOCK, 53)));
          assertEquals(0, clone.dirtyWithoutRoom());
          clone.fsync();
          fs.dropCaches();
          byte[] expected = pattern(1);
          expected[0] = 50;
          Arrays.fill(expected, BLOCK, 2 * BLOCK, (byte) 51);
          Arrays.fill(expected, 2 * BLOCK, 2 * BLOCK + 512, (byte) 52);
          Arrays.fill(expected, 3 * BLOCK, 4 * BLOCK, (byte) 53);
          assertArrayEquals(expected, bytes(clone));
          assertEquals(List.of(), shared(clone));
          map.close();
        });
  }

  @ParameterizedTest
  @EnumSource(value = Personality.class, names = {"XFS", "EXTENT"})
  void unsharingCopiesAndChangesNothing(Personality personality) throws IOException {
    with(
        personality,
        (fs, source, clone) -> {
          long free = fs.freeBlocks();
          clone.unshare(BLOCK, 2 * BLOCK);
          assertEquals(List.of(0L, 3L), shared(clone));
          assertEquals(free - 2, fs.freeBlocks());
          fs.dropCaches();
          assertArrayEquals(pattern(1), bytes(clone));
          clone.write(BLOCK, UserBuffer.heap(filled(BLOCK, 5)));
          clone.fsync();
          assertEquals(free - 2, fs.freeBlocks());
        });
  }

  @ParameterizedTest
  @EnumSource(value = Personality.class, names = {"XFS", "EXTENT"})
  void whatIsCutOffStaysTheOthers(Personality personality) throws IOException {
    with(
        personality,
        (fs, source, clone) -> {
          long free = fs.freeBlocks();
          clone.punchHole(0, BLOCK);
          clone.zeroRange(BLOCK + 1, 10);
          clone.truncate(2 * BLOCK + 5);
          clone.fsync();
          fs.dropCaches();
          byte[] expected = Arrays.copyOf(pattern(1), 2 * BLOCK + 5);
          Arrays.fill(expected, 0, BLOCK, (byte) 0);
          Arrays.fill(expected, BLOCK + 1, BLOCK + 11, (byte) 0);
          assertArrayEquals(expected, bytes(clone));
          assertEquals(free - 2, fs.freeBlocks()); // copies of blocks 1 and 2
        });
  }

  @ParameterizedTest
  @EnumSource(value = Personality.class, names = {"XFS", "EXTENT"})
  void aClonedRangeTakesThePlaceOfWhatWasThere(Personality personality) throws IOException {
    with(
        personality,
        (fs, source, clone) -> {
          long free = fs.freeBlocks();
          clone.write(0, UserBuffer.heap(pattern(11)));
          clone.fsync();
          source.cloneRange(0, clone, 2 * BLOCK, BLOCK);
          clone.cloneRange(2 * BLOCK, clone, 6 * BLOCK, 0);
          fs.sync();
          byte[] expected = Arrays.copyOf(pattern(11), 8 * BLOCK);
          Arrays.fill(expected, 2 * BLOCK, 3 * BLOCK, (byte) 1);
          System.arraycopy(expected, 2 * BLOCK, expected, 6 * BLOCK, 2 * BLOCK);
          assertArrayEquals(expected, bytes(clone));
          assertEquals(free - 3, fs.freeBlocks());
        });
  }

  @Test
  void theLastOwnerFreesTheBlocks() throws IOException {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        for (String name : List.of("a", "b", "c")) {
          fs.file(name);
        }
        long free = fs.freeBlocks();
        fs.file("a").write(0, UserBuffer.heap(pattern(1)));
        fs.file("a").cloneRange(0, fs.file("b"), 0, 0);
        fs.file("b").cloneRange(0, fs.file("c"), 0, 0);
        fs.sync();
        assertEquals(free - BLOCKS, fs.freeBlocks());
        for (String name : List.of("a", "c")) {
          fs.file(name).truncate(0);
          assertEquals(free - BLOCKS, fs.freeBlocks());
        }
        assertArrayEquals(pattern(1), bytes(fs.file("b")));
        fs.sync();
        assertEquals(List.of(), shared(fs.file("b")));
        fs.file("b").truncate(0);
        assertEquals(free, fs.freeBlocks());
      }
      assertEquals(0, Fsck.check(device).sharedBlocks());
    }
  }

  @Test
  void aBlockIsSharedUntilItIsDurableThatItIsNot() throws IOException {
    with(
        Personality.XFS,
        (fs, source, clone) -> {
          fs.sync();
          clone.punchHole(0, BLOCK);
          assertEquals(List.of(0L, 1L, 2L, 3L), shared(source));
          fs.sync();
          assertEquals(List.of(1L, 2L, 3L), shared(source));
        });
  }

  @Test
  void aCopyTakesItsPlaceWhenItsDataIsThere() throws Exception {
    byte[] image = new byte[DEVICE_BYTES];
    byte[] crashed;
    try (BlockDevice device = BlockDevice.on(new Storage.InMemory(image))) {
      SampleFs.mkfs(device);
      Gates gates = new Gates();
      try (SampleFs fs = SampleFs.mount(device, Set.of(), gates)) {
        fs.file("source").write(0, UserBuffer.heap(pattern(1)));
        File clone = fs.file("clone");
        fs.file("source").cloneRange(0, clone, 0, 0);
        fs.sync();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        gates.at(
            Gates.DIO_BEFORE_SETTLE,
            () -> {
              written.countDown();
              Waits.uninterruptibly(goOn);
            });
        Threads.Started writer =
            Threads.start(
                "writer",
                () -> Vfs.writeDirect(fs, clone.inode(), 0, ByteBuffer.wrap(filled(BLOCK, 9))));
        Waits.uninterruptibly(written);
        fs.sync();
        crashed = image.clone();
        goOn.countDown();
        writer.ended();
        assertEquals(9, bytes(clone)[0]);
      }
    }
    try (BlockDevice device = BlockDevice.on(new Storage.InMemory(crashed));
        SampleFs fs = SampleFs.mount(device)) {
      assertArrayEquals(pattern(1), bytes(fs.file("clone")));
    }
  }

  @Test
  void aMountCountsTheOwners() throws IOException {
    with(Personality.XFS, (fs, source, clone) -> clone.unshare(0, BLOCK));
    try (BlockDevice device = BlockDevice.persistentMemory(null, DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        fs.file("a").write(0, UserBuffer.heap(pattern(1)));
        fs.file("a").cloneRange(0, fs.file("b"), 0, 0);
      }
      assertEquals(BLOCKS, Fsck.check(device).sharedBlocks());
      IOException refused =
          assertThrows(
              IOException.class,
              () -> SampleFs.mount(device, Set.of(), new Gates(), Personality.DAX));
      assertTrue(refused.getMessage().contains("4 shared blocks"), refused.getMessage());
      try (SampleFs fs = SampleFs.mount(device)) {
        fs.file("b").unshare(0, BLOCKS * BLOCK);
      }
      SampleFs.mount(device, Set.of(), new Gates(), Personality.DAX).close();
    }
  }

  @Test
  void aFullDeviceRefusesTheWriteAndKeepsTheData() throws IOException {
    with(
        Personality.XFS,
        (fs, source, clone) -> {
          File filler = fs.file("filler");
          fs.sync();
          filler.preallocate(0, fs.freeBlocks() * BLOCK);
          assertEquals(0, fs.freeBlocks());
          byte[] block = filled(BLOCK, 3);
          assertThrows(IOException.class, () -> clone.write(0, UserBuffer.heap(block)));
          assertThrows(IOException.class, () -> clone.writeDirect(0, UserBuffer.heap(block)));
          assertThrows(IOException.class, () -> clone.unshare(0, BLOCK));
          MappedRegion map = new AddressSpaceSim().map(fs, clone.inode(), 0, BLOCKS);
          assertThrows(IOException.class, () -> map.put(0, (byte) 3));
          map.close();
          fs.dropCaches();
          assertArrayEquals(pattern(1), bytes(clone));
          filler.truncate(0);
        });
  }

  @Test
  void whatCannotBeSharedIsRefused() throws IOException {
    with(
        Personality.XFS,
        (fs, source, clone) -> {
          assertRefused("position 5", () -> source.cloneRange(5, clone, 0, BLOCK));
          assertRefused("target 5", () -> source.cloneRange(0, clone, 5, BLOCK));
          assertRefused("of a file of 16384", () -> source.cloneRange(0, clone, 0, 5 * BLOCK));
          assertRefused("byte 7", () -> source.cloneRange(0, clone, 0, 7));
          assertRefused("of itself", () -> source.cloneRange(0, source, BLOCK, 2 * BLOCK));
          File odd = fs.file("odd");
          odd.write(0, UserBuffer.heap(filled(10, 4)));
          assertRefused("end of both", () -> odd.cloneRange(0, clone, 0, 0));
          assertRefused("end of both", () -> odd.cloneRange(0, clone, 3 * BLOCK, 0));
          clone.truncate(3 * BLOCK + 10);
          odd.cloneRange(0, clone, 3 * BLOCK, 0);
          assertEquals(3 * BLOCK + 10, clone.size());
        });
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void assertRefused(String why, Call call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(why), message);
  }

  @ParameterizedTest
  @EnumSource(value = Personality.class, names = {"GFS", "DAX"})
  void otherPersonalitiesShareNothing(Personality personality) throws IOException {
    try (BlockDevice device = BlockDevice.persistentMemory(null, DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), personality)) {
        File file = fs.file("a");
        file.write(0, UserBuffer.heap(new byte[BLOCK]));
        File other = fs.file("b");
        assertThrows(
            UnsupportedOperationException.class, () -> file.cloneRange(0, other, 0, 0));
      }
    }
  }
}
