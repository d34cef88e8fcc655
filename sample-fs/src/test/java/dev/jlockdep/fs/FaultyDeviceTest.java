package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transfers that fail: the caller is told, nothing that was safe is lost, no lock stays behind. */
@Timeout(60)
class FaultyDeviceTest {
  private static final int DEVICE_BYTES = 4 << 20;
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;
  private static final byte[] OLD = {1, 2, 3};
  private static final byte[] NEW = {4, 5, 6};

  private final FaultyStorage storage = new FaultyStorage(Storage.memory(DEVICE_BYTES));

  /** A mounted filesystem with one file whose bytes are safe. */
  private interface Body {
    void run(BlockDevice device, SampleFs fs, File file) throws IOException;
  }

  private void with(Body body) throws IOException {
    try (BlockDevice device = BlockDevice.on(storage)) {
      SampleFs.mkfs(device);
      SampleFs fs = SampleFs.mount(device);
      File file = fs.file("file");
      file.write(0, UserBuffer.heap(OLD));
      file.fsync();
      body.run(device, fs, file);
    }
  }

  private static void fail(Bio.Op failing, Bio.Op op, boolean here) throws IOException {
    if (op == failing && here) {
      throw new IOException("the medium is bad");
    }
  }

  private static byte[] read(File file) throws IOException {
    byte[] found = new byte[(int) file.size()];
    file.read(0, UserBuffer.heap(found));
    return found;
  }

  @Test
  void aReadThatFailedCanBeTriedAgain() throws IOException {
    with(
        (device, fs, file) -> {
          fs.dropCaches();
          storage.rule((op, at) -> fail(Bio.Op.READ, op, true));
          IOException failed = assertThrows(IOException.class, () -> read(file));
          assertEquals("the medium is bad", failed.getMessage());
          storage.rule((op, at) -> {});
          assertArrayEquals(OLD, read(file));
          fs.close();
        });
  }

  @Test
  void dataThatCouldNotBeWrittenStaysDirty() throws IOException {
    with(
        (device, fs, file) -> {
          file.write(0, UserBuffer.heap(NEW));
          long data = file.inode().blocks().extents().get(0).physical() * BLOCK;
          storage.rule((op, at) -> fail(Bio.Op.WRITE, op, at == data));
          assertThrows(IOException.class, file::fsync);
          fs.dropCaches();
          assertArrayEquals(NEW, read(file), "still in the cache");
          storage.rule((op, at) -> {});
          file.fsync();
          fs.close();
          try (SampleFs again = SampleFs.mount(device)) {
            assertArrayEquals(NEW, read(again.file("file")));
          }
        });
  }

  /** Half a transaction may be in the log: nothing may be written after it. */
  @Test
  void aJournalThatFailedEndsAllChanges() throws IOException {
    with(
        (device, fs, file) -> {
          Inode root = fs.namespace().root();
          fs.namespace().create(root, "lost", 0644);
          storage.rule((op, at) -> fail(Bio.Op.WRITE, op, true));
          assertThrows(IOException.class, fs::sync);
          storage.rule((op, at) -> {});
          IOException refused =
              assertThrows(
                  IOException.class, () -> fs.namespace().create(root, "refused", 0644));
          assertTrue(
              refused.getMessage().startsWith("the journal has failed"), refused.getMessage());
          assertThrows(IOException.class, fs::sync);
          assertArrayEquals(OLD, read(file), "reads go on");
          try (SampleFs again = SampleFs.mount(device)) {
            assertArrayEquals(OLD, read(again.file("file")));
            assertEquals(
                List.of("file"), again.namespace().list(again.namespace().root()));
          }
        });
  }

  @Test
  void aFlushThatFailedEndsAllChanges() throws IOException {
    with(
        (device, fs, file) -> {
          file.write(0, UserBuffer.heap(NEW));
          storage.rule((op, at) -> fail(Bio.Op.FLUSH, op, true));
          assertThrows(IOException.class, file::fsync);
          storage.rule((op, at) -> {});
          assertThrows(IOException.class, file::fsync, "never again said to be safe");
          assertThrows(
              IOException.class,
              () -> fs.namespace().create(fs.namespace().root(), "refused", 0644));
          try (SampleFs again = SampleFs.mount(device)) {
            assertArrayEquals(NEW, read(again.file("file")), "it was there, only not for sure");
          }
        });
  }

  @Test
  void aWriteThatGotHalfWayIsDoneAgain() throws IOException {
    with(
        (device, fs, file) -> {
          file.write(0, UserBuffer.heap(NEW));
          long data = file.inode().blocks().extents().get(0).physical() * BLOCK;
          storage.rule((op, at) -> failAfter(1, op, at == data));
          assertThrows(FaultyStorage.ShortWrite.class, file::fsync);
          byte[] onDevice = new byte[BLOCK];
          storage.read(data, ByteBuffer.wrap(onDevice));
          assertArrayEquals(
              new byte[] {NEW[0], OLD[1], OLD[2]}, Arrays.copyOf(onDevice, OLD.length));
          storage.rule((op, at) -> {});
          file.fsync();
          fs.close();
          try (SampleFs again = SampleFs.mount(device)) {
            assertArrayEquals(NEW, read(again.file("file")));
          }
        });
  }

  private static void failAfter(int bytes, Bio.Op op, boolean here) throws IOException {
    if (op == Bio.Op.WRITE && here) {
      throw new FaultyStorage.ShortWrite("the medium is bad", bytes);
    }
  }

  /** The list of its blocks and the first of them are there, the others are not. */
  @Test
  void halfATransactionIsNone() throws IOException {
    with(
        (device, fs, file) -> {
          fs.namespace().create(fs.namespace().root(), "lost", 0644);
          storage.rule((op, at) -> failAfter(2 * BLOCK, op, true));
          assertThrows(IOException.class, fs::sync);
          storage.rule((op, at) -> {});
          assertEquals(List.of(), Fsck.check(device).problems());
          try (SampleFs again = SampleFs.mount(device)) {
            assertEquals(
                List.of("file"), again.namespace().list(again.namespace().root()));
          }
        });
  }

  /** A hole that could not be filled stays one: what the blocks held before is not shown. */
  @ParameterizedTest
  @EnumSource(names = {"XFS", "EXTENT", "GFS"})
  void aDirectWriteThatFailedLeavesNothingBehind(Personality personality) throws IOException {
    try (BlockDevice device = BlockDevice.on(storage)) {
      SampleFs.mkfs(device);
      SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), personality);
      File stale = fs.file("stale");
      byte[] full = new byte[4 * BLOCK];
      Arrays.fill(full, (byte) 7);
      stale.write(0, UserBuffer.heap(full));
      stale.fsync();
      stale.truncate(0);
      fs.sync();
      File file = fs.file("file");
      file.truncate(2 * BLOCK);
      storage.rule((op, at) -> failAfter(BLOCK, op, true));
      assertThrows(
          IOException.class, () -> file.writeDirect(0, UserBuffer.heap(new byte[2 * BLOCK])));
      storage.rule((op, at) -> fail(Bio.Op.READ, op, true));
      file.writeDirect(0, UserBuffer.heap(Arrays.copyOf(full, BLOCK)));
      IOException failed =
          assertThrows(
              IOException.class, () -> file.readDirect(0, UserBuffer.heap(new byte[BLOCK])));
      assertEquals("the medium is bad", failed.getMessage());
      storage.rule((op, at) -> {});
      assertEquals(0, fs.inFlight());
      byte[] expected = Arrays.copyOf(Arrays.copyOf(full, BLOCK), 2 * BLOCK);
      assertArrayEquals(expected, read(file));
      long free = fs.freeBlocks();
      fs.close();
      assertEquals(free, Fsck.check(device).freeBlocks());
    }
  }

  /** What the workload of a bad device uses. */
  @Test
  void troubleIsWithDataAndEnds() throws IOException {
    Trouble trouble = new Trouble(1, 1, 0);
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES, trouble)) {
      SampleFs.mkfs(device);
      SampleFs fs = SampleFs.mount(device);
      File file = fs.file("file");
      file.write(0, UserBuffer.heap(NEW));
      trouble.begin();
      assertEquals(Trouble.MESSAGE, assertThrows(IOException.class, file::fsync).getMessage());
      fs.sync();
      assertThrows(
          IOException.class, () -> file.writeDirect(0, UserBuffer.heap(new byte[BLOCK])));
      trouble.end();
      fs.close();
      try (SampleFs again = SampleFs.mount(device)) {
        assertArrayEquals(NEW, read(again.file("file")));
      }
    }
  }

  /** Each request takes its time, and each block of it. */
  @Test
  void aSlowDeviceWaitsBeforeEveryTransfer() throws IOException {
    List<String> seen = new ArrayList<>();
    FaultyStorage under = new FaultyStorage(Storage.memory(4 * BLOCK));
    under.rule((op, at) -> seen.add(op + " " + at));
    SlowStorage slow = new SlowStorage(under, 10, nanos -> seen.add(nanos + " ns"));
    slow.write(BLOCK, ByteBuffer.allocate(2 * BLOCK));
    slow.read(0, ByteBuffer.allocate(1));
    slow.flush();
    assertEquals(
        List.of("30 ns", "WRITE 4096", "20 ns", "READ 0", "10 ns", "FLUSH 0"), seen);
  }

  /** What was flushed is there after every crash; what was not is, or is not, block by block. */
  @Test
  void aCrashLosesOnlyWhatWasNotFlushed() throws IOException {
    RecordingStorage recording = new RecordingStorage(Storage.memory(3 * BLOCK));
    recording.write(0, block(1));
    recording.flush();
    recording.restart();
    recording.write(BLOCK, block(2));
    recording.flush();
    recording.write(0, block(3));
    recording.write(2L * BLOCK, block(4));
    Set<String> left = new TreeSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] image = recording.crash(random);
      left.add(image[0] + "" + image[BLOCK] + image[2 * BLOCK]);
    }
    // before the flush the second block may be there or not; after it it is
    assertEquals(Set.of("100", "120", "124", "320", "324"), left);
  }

  private static ByteBuffer block(int value) {
    byte[] bytes = new byte[BLOCK];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }
}
