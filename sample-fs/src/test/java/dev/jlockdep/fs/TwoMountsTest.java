package dev.jlockdep.fs;

import static dev.jlockdep.fs.Contents.bytes;
import static dev.jlockdep.fs.Contents.filled;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two mounts of one device, as two nodes of a cluster: what one writes the other reads. */
@Timeout(120)
class TwoMountsTest {
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;
  private static final int BLOCKS = 6;
  private static final int DEVICE_BYTES = 4 << 20;
  private static final int STEPS = 3_000;
  private static final int CONCURRENT_STEPS = 600;
  private static final int THREADS = 4;
  /** No thread takes nearly this long. */
  private static final int THREAD_SECONDS = 90;

  private interface Body {
    void run(SampleFs one, SampleFs two) throws Exception;
  }

  /** Runs it, closes both and checks the device; what the first mount counted is there. */
  private static void with(Set<Fault> on, Body body) throws Exception {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      SampleFs one = SampleFs.mount(device, on, new Gates(), Personality.GFS);
      SampleFs two = one.mountAgain(on, new Gates());
      body.run(one, two);
      two.close();
      one.close();
      Fsck.Report report = Fsck.check(device);
      assertEquals(List.of(), report.problems());
      assertEquals(one.freeBlocks(), report.freeBlocks());
    }
  }

  /** What is opened through the second mount is used on the first one, which has the names. */
  @Test
  void aFileOfTheSecondMountIsUsedUntilItIsClosed() throws Exception {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      try (SampleFs one = SampleFs.mount(device, Set.of(), new Gates(), Personality.GFS)) {
        one.file("keep").close();
        one.sync();
        long free = one.freeBlocks();
        try (SampleFs two = one.mountAgain(Set.of(), new Gates());
            File file = two.file("data")) {
          file.write(0, UserBuffer.heap(filled(BLOCK, 1)));
        }
        one.namespace().remove(one.namespace().root(), "data");
        one.sync();
        assertEquals(free, one.freeBlocks());
      }
    }
  }

  @Test
  void whatOneWritesTheOtherReads() throws Exception {
    with(
        Set.of(),
        (one, two) -> {
          File mine = one.file("data");
          File same = two.file("data");
          mine.write(0, UserBuffer.heap(filled(BLOCK, 1)));
          assertEquals(1, mine.dirtyFolios());
          assertArrayEquals(filled(BLOCK, 1), bytes(same));
          assertEquals(0, mine.dirtyFolios());
          assertEquals(1, mine.inode().pageCache().size(), "readers share");
          same.append(UserBuffer.heap(filled(10, 2)));
          assertEquals(0, mine.inode().pageCache().size(), "a writer has it alone");
          assertEquals(BLOCK + 10, mine.size());
          assertEquals(2, bytes(mine)[BLOCK + 9]);
          mine.writeDirect(0, UserBuffer.heap(filled(BLOCK, 3)));
          assertEquals(0, same.inode().pageCache().size());
          byte[] found = new byte[BLOCK];
          assertEquals(BLOCK, same.readDirect(0, UserBuffer.heap(found)));
          assertArrayEquals(filled(BLOCK, 3), found);
          same.truncate(5);
          assertArrayEquals(filled(5, 3), bytes(mine));
        });
  }

  @Test
  void aStoreThroughAMappingIsSeenAndTheNextOneFaults() throws Exception {
    with(
        Set.of(),
        (one, two) -> {
          one.file("data").write(0, UserBuffer.heap(filled(BLOCK, 1)));
          MappedRegion mine =
              new AddressSpaceSim().map(one, one.file("data").inode(), 0, 1);
          MappedRegion same =
              new AddressSpaceSim().map(two, two.file("data").inode(), 0, 1);
          for (int i = 0; i < 5; i++) {
            mine.put(i, (byte) (10 + i));
            assertEquals(10 + i, same.get(i));
            same.put(i, (byte) (20 + i));
            assertEquals(20 + i, mine.get(i));
          }
          mine.close();
          same.close();
        });
  }

  /** On one mount direct I/O goes together; between two each might move the blocks of the other. */
  @Test
  void directIoOfOneMountWaitsForThatOfTheOther() throws Exception {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      Gates gates = new Gates();
      SampleFs one = SampleFs.mount(device, Set.of(), gates, Personality.GFS);
      SampleFs two = one.mountAgain(Set.of(), new Gates());
      one.file("data").writeDirect(0, UserBuffer.heap(filled(BLOCK, 1)));
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      gates.at(
          Gates.DIO_AFTER_BEGIN,
          () -> {
            inside.countDown();
            Waits.uninterruptibly(goOn);
          });
      byte[] found = new byte[BLOCK];
      Threads.Started reader =
          Threads.start("reader", () -> one.file("data").readDirect(0, UserBuffer.heap(found)));
      Waits.uninterruptibly(inside);
      Threads.Started writer =
          Threads.start(
              "writer", () -> two.file("data").writeDirect(0, UserBuffer.heap(filled(BLOCK, 2))));
      writer.stuckIn(Glock.class);
      goOn.countDown();
      reader.ended();
      writer.ended();
      assertArrayEquals(filled(BLOCK, 1), found);
      assertArrayEquals(filled(BLOCK, 2), bytes(one.file("data")));
      two.close();
      one.close();
    }
  }

  @Test
  void theFirstMountKnowsWhatTheSecondHasLeft() throws Exception {
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      try (SampleFs one = SampleFs.mount(device, Set.of(), new Gates(), Personality.GFS)) {
        for (int i = 1; i < 4; i++) {
          try (SampleFs two = one.mountAgain(Set.of(), new Gates())) {
            two.file("data").append(UserBuffer.heap(filled(BLOCK, i)));
            new Attributes(two, two.file("data").inode()).set("user.i", new byte[] {(byte) i});
          }
          assertEquals(i * BLOCK, one.file("data").size());
          assertEquals(i, bytes(one.file("data"))[(i - 1) * BLOCK]);
          assertArrayEquals(
              new byte[] {(byte) i},
              new Attributes(one, one.file("data").inode()).get("user.i"));
        }
        one.namespace().remove(one.namespace().root(), "data");
      }
      assertEquals(List.of(), Fsck.check(device).problems());
    }
  }

  @Test
  void whatOnlyOneMountCanDoIsRefused() throws Exception {
    with(
        Set.of(),
        (one, two) -> {
          one.file("data").write(0, UserBuffer.heap(filled(BLOCK, 1)));
          File file = two.file("data");
          Inode root = one.namespace().root();
          assertThrows(IOException.class, () -> one.namespace().remove(root, "data"));
          assertThrows(
              IOException.class,
              () ->
                  one.namespace()
                      .rename(root, "data", root, "other", Namespace.Rename.NO_REPLACE));
          assertThrows(
              IOException.class, () -> one.namespace().link(one.open("data"), root, "other"));
          assertThrows(UnsupportedOperationException.class, two::namespace);
          for (Threads.Body refused :
              List.<Threads.Body>of(
                  one::close, one::freeze, two::freeze, () -> Ring.create(two),
                  () -> one.mountAgain(Set.of(), new Gates()),
                  () -> two.mountAgain(Set.of(), new Gates()))) {
            assertThrows(IllegalStateException.class, refused::run);
          }
          assertEquals(BLOCK, file.size());
        });
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        IllegalStateException refused =
            assertThrows(
                IllegalStateException.class, () -> fs.mountAgain(Set.of(), new Gates()));
        assertTrue(refused.getMessage().contains("GFS"), refused.getMessage());
      }
    }
  }

  @Test
  void aWriteThatFailsAtTheOtherMountIsToldToWhoAsks() throws Exception {
    FaultyStorage storage = new FaultyStorage(Storage.memory(DEVICE_BYTES));
    try (BlockDevice device = BlockDevice.on(storage)) {
      SampleFs.mkfs(device);
      SampleFs one = SampleFs.mount(device, Set.of(), new Gates(), Personality.GFS);
      SampleFs two = one.mountAgain(Set.of(), new Gates());
      File same = two.file("data");
      one.file("data").write(0, UserBuffer.heap(filled(BLOCK, 1)));
      long dataStart = (long) Layout.of(0, DEVICE_BYTES, 0).dataStart() * BLOCK;
      storage.rule(
          (op, position) -> {
            if (op == Bio.Op.WRITE && position >= dataStart) {
              throw new IOException("bad sector");
            }
          });
      assertThrows(java.io.UncheckedIOException.class, same::size);
      storage.rule((op, position) -> {});
      assertEquals(BLOCK, same.size());
      assertArrayEquals(filled(BLOCK, 1), bytes(same));
      two.close();
      one.close();
    }
  }

  /** One file and what it must hold, through either mount. */
  private static final class Calls {
    private final File[] file;
    private final MappedRegion[] map;
    private final Random random;
    private byte[] model = new byte[0];

    Calls(SampleFs one, SampleFs two, String name, Random random) throws IOException {
      this.file = new File[] {one.file(name), two.file(name)};
      this.map =
          new MappedRegion[] {
            new AddressSpaceSim().map(one, file[0].inode(), 0, BLOCKS),
            new AddressSpaceSim().map(two, file[1].inode(), 0, BLOCKS)
          };
      this.random = random;
    }

    void step(String where) throws IOException {
      int node = random.nextInt(2);
      File at = file[node];
      int position = random.nextInt((BLOCKS - 1) * BLOCK);
      int block = random.nextInt(BLOCKS - 1);
      byte[] data = filled(1 + random.nextInt(BLOCK), random.nextInt());
      switch (random.nextInt(11)) {
        case 0 -> write(at, position, data, false);
        case 1 -> write(at, block * BLOCK, filled(BLOCK, random.nextInt()), true);
        case 2 -> {
          if (model.length + data.length <= BLOCKS * BLOCK) {
            assertEquals(model.length, at.append(UserBuffer.heap(data)), where);
            model = with(model, model.length, data);
          }
        }
        case 3 -> {
          at.truncate(position);
          model = Arrays.copyOf(model, position);
        }
        case 4 -> {
          at.punchHole((long) block * BLOCK, BLOCK);
          int to = Math.min(model.length, (block + 1) * BLOCK);
          if (block * BLOCK < to) {
            Arrays.fill(model, block * BLOCK, to, (byte) 0);
          }
        }
        case 5 -> {
          if (position < model.length) {
            map[node].put(position, data[0]);
            model[position] = data[0];
          }
        }
        case 6 -> {
          if (position < model.length) {
            assertEquals(model[position], map[node].get(position), where);
          }
        }
        case 7 -> at.fsync();
        case 8 -> {
          byte[] found = new byte[BLOCK];
          int n = at.readDirect((long) block * BLOCK, UserBuffer.heap(found));
          int expected = Math.min(BLOCK, model.length - block * BLOCK);
          assertEquals(expected <= 0 ? -1 : expected, n, where);
          if (n > 0) {
            assertArrayEquals(
                Arrays.copyOfRange(model, block * BLOCK, block * BLOCK + n),
                Arrays.copyOf(found, n), where);
          }
        }
        default -> check(at, where);
      }
    }

    private void write(File at, int position, byte[] data, boolean direct) throws IOException {
      if (direct) {
        at.writeDirect(position, UserBuffer.heap(data));
      } else {
        at.write(position, UserBuffer.heap(data));
      }
      model = with(model, position, data);
    }

    private static byte[] with(byte[] before, int at, byte[] data) {
      byte[] after = Arrays.copyOf(before, Math.max(before.length, at + data.length));
      System.arraycopy(data, 0, after, at, data.length);
      return after;
    }

    void check(File at, String where) throws IOException {
      assertEquals(model.length, at.size(), where);
      byte[] found = new byte[model.length];
      at.read(0, UserBuffer.heap(found));
      assertArrayEquals(model, found, where);
    }

    void end(String where) throws IOException {
      for (int node = 0; node < 2; node++) {
        map[node].close();
        check(file[node], where);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void randomCallsOfBothMatchTheModel(boolean autoDemote) throws Exception {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("TwoMountsTest seed " + seed + " (replay with -Dsamplefs.seed)");
    with(
        autoDemote ? Set.of(Fault.GFS_AUTO_DEMOTE) : Set.of(),
        (one, two) -> {
          Calls calls = new Calls(one, two, "data", new Random(seed));
          for (int i = 0; i < STEPS; i++) {
            calls.step("step " + i + " of seed " + seed);
          }
          calls.end("at the end, seed " + seed);
        });
  }

  /** Each thread has a file of its own through both mounts, and every fourth block of a shared one. */
  @Test
  void randomCallsOfSeveralThreadsMatchTheModel() throws Exception {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("TwoMountsTest seed " + seed + " (replay with -Dsamplefs.seed)");
    with(
        Set.of(),
        (one, two) -> {
          one.file("shared").write(0, UserBuffer.heap(new byte[THREADS * BLOCK]));
          List<Threads.Started> threads = new ArrayList<>();
          for (int i = 0; i < THREADS; i++) {
            int id = i;
            threads.add(
                Threads.start("client-" + i, () -> run(one, two, id, new Random(seed + id))));
          }
          for (Threads.Started thread : threads) {
            thread.result().get(THREAD_SECONDS, TimeUnit.SECONDS);
          }
        });
  }

  private static void run(SampleFs one, SampleFs two, int id, Random random) throws IOException {
    Calls own = new Calls(one, two, "own" + id, random);
    File[] shared = {one.file("shared"), two.file("shared")};
    byte[] block = new byte[BLOCK];
    for (int i = 0; i < CONCURRENT_STEPS; i++) {
      String where = "step " + i + " of thread " + id;
      File at = shared[random.nextInt(2)];
      switch (random.nextInt(4)) {
        case 0 -> {
          block = filled(BLOCK, random.nextInt());
          at.write((long) id * BLOCK, UserBuffer.heap(block));
        }
        case 1 -> {
          byte[] found = new byte[BLOCK];
          at.read((long) id * BLOCK, UserBuffer.heap(found));
          assertArrayEquals(block, found, where);
        }
        default -> own.step(where);
      }
    }
    own.end("at the end of thread " + id);
  }
}
