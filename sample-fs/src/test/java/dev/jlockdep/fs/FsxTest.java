package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After fsx: several threads, each with a file of its own whose size changes, with a clone of it that
 * is written too, and with every fourth block of one file that all write; all kinds of I/O mixed, and
 * every read is compared with arrays.
 *
 * <p>{@code -Dsamplefs.operations=100000} does that many on each thread.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FsxTest {
  private static final int OPERATIONS = Integer.getInteger("samplefs.operations", 2_500);
  private static final int THREADS = 4;
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;
  private static final int BLOCKS = 24;
  private static final int OWN_BYTES_MAX = 20 * BLOCK;
  private static final int CACHE_FOLIOS = 40;
  private static final int DEVICE_BYTES = 8 << 20;

  @ParameterizedTest
  @EnumSource(value = Personality.class, names = {"XFS", "EXTENT"})
  void readsAreAsTheArraysSay(Personality personality) throws Exception {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("FsxTest seed " + seed + " (replay with -Dsamplefs.seed)");
    try (BlockDevice device = BlockDevice.inMemory(DEVICE_BYTES)) {
      SampleFs.mkfs(device);
      List<Fsx> each = new ArrayList<>();
      try (SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), personality)) {
        fs.cacheLimit(CACHE_FOLIOS);
        fs.file("shared").write(0, UserBuffer.heap(new byte[BLOCKS * BLOCK]));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          Fsx fsx = new Fsx(fs, i, new Random(seed + i));
          each.add(fsx);
          running.add(threads.submit(() -> fsx.run()));
        }
        threads.shutdown();
        for (Future<?> thread : running) {
          thread.get();
        }
      }
      try (SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), personality)) {
        for (Fsx fsx : each) {
          fsx.checkAll(fs);
        }
      }
      assertEquals(List.of(), Fsck.check(device).problems());
    }
  }

  /** One thread's work. */
  private static final class Fsx {
    private final SampleFs fs;
    private final int id;
    private final Random random;
    private final File shared;
    private final File own;
    /** What it shares blocks with: {@link #own} was cloned over it, and then it was written to. */
    private final File clone;
    /** Of the shared file; this thread's blocks are meant. */
    private final byte[] blocks = new byte[BLOCKS * BLOCK];
    private byte[] bytes = new byte[0];
    private byte[] clonedBytes = new byte[0];
    private int step;

    Fsx(SampleFs fs, int id, Random random) throws IOException {
      this.fs = fs;
      this.id = id;
      this.random = random;
      this.shared = fs.file("shared");
      this.own = fs.file("own" + id);
      this.clone = fs.file("clone" + id);
    }

    Void run() throws IOException {
      for (step = 0; step < OPERATIONS; step++) {
        if (random.nextBoolean()) {
          onShared();
        } else {
          onOwn();
        }
      }
      return null;
    }

    private void onShared() throws IOException {
      int block = random.nextInt(BLOCKS / THREADS) * THREADS + id;
      int inBlock = random.nextInt(BLOCK);
      int length = 1 + random.nextInt(BLOCK - inBlock);
      int at = block * BLOCK + inBlock;
      switch (random.nextInt(9)) {
        case 0, 1 -> {
          byte[] data = data(length);
          shared.write(at, UserBuffer.heap(data));
          System.arraycopy(data, 0, blocks, at, length);
        }
        case 2 -> {
          byte[] data = data(BLOCK);
          shared.writeDirect((long) block * BLOCK, UserBuffer.heap(data));
          System.arraycopy(data, 0, blocks, block * BLOCK, BLOCK);
        }
        case 3 -> {
          shared.punchHole((long) block * BLOCK, BLOCK);
          Arrays.fill(blocks, block * BLOCK, (block + 1) * BLOCK, (byte) 0);
        }
        case 4 -> {
          shared.zeroRange(at, length);
          Arrays.fill(blocks, at, at + length, (byte) 0);
        }
        case 5 -> {
          byte[] found = new byte[BLOCK];
          assertEquals(BLOCK, shared.readDirect((long) block * BLOCK, UserBuffer.heap(found)));
          assertSame(found, blocks, block * BLOCK, "direct read");
        }
        case 6 -> {
          if (random.nextInt(8) == 0) {
            shared.fsync();
          }
        }
        case 7 -> {
          if (random.nextInt(8) == 0) {
            fs.dropCaches();
            fs.reclaim();
          }
        }
        default -> {
          byte[] found = new byte[length];
          assertEquals(length, shared.read(at, UserBuffer.heap(found)));
          assertSame(found, blocks, at, "read");
        }
      }
    }

    private void onOwn() throws IOException {
      int at = random.nextInt(OWN_BYTES_MAX - BLOCK);
      switch (random.nextInt(10)) {
        case 0, 1 -> {
          byte[] data = data(1 + random.nextInt(BLOCK));
          own.write(at, UserBuffer.heap(data));
          put(at, data);
        }
        case 2 -> {
          if (bytes.length < OWN_BYTES_MAX) {
            byte[] data = data(1 + random.nextInt(100));
            assertEquals(bytes.length, own.append(UserBuffer.heap(data)));
            put(bytes.length, data);
          }
        }
        case 3 -> {
          own.truncate(at);
          bytes = Arrays.copyOf(bytes, at);
        }
        case 4 -> {
          long data = own.seekData(0);
          int first = firstNonZero();
          if (first >= 0 && (data < 0 || data > first)) {
            throw new AssertionError("step " + step + ": data at " + first + ", found " + data);
          }
        }
        case 5 -> cloneOwn();
        case 6 -> {
          File either = random.nextBoolean() ? own : clone;
          either.unshare(at, 3 * BLOCK);
        }
        case 7 -> {
          byte[] data = data(1 + random.nextInt(BLOCK));
          clone.write(at, UserBuffer.heap(data));
          clonedBytes = with(clonedBytes, at, data);
        }
        case 8 -> {
          if (at / BLOCK < clonedBytes.length / BLOCK) {
            byte[] data = data(BLOCK);
            int block = at / BLOCK * BLOCK;
            clone.writeDirect(block, UserBuffer.heap(data));
            clonedBytes = with(clonedBytes, block, data);
          }
        }
        default -> checkOwn(own, clone);
      }
    }

    /** Some blocks, or the whole file, where the clone is not longer than that. */
    private void cloneOwn() throws IOException {
      int blocks = bytes.length / BLOCK;
      if (blocks > 0 && (random.nextBoolean() || clonedBytes.length > bytes.length)) {
        int from = random.nextInt(blocks);
        int length = (1 + random.nextInt(Math.min(4, blocks - from))) * BLOCK;
        int to = random.nextInt(8) * BLOCK;
        own.cloneRange((long) from * BLOCK, clone, to, length);
        clonedBytes =
            with(
                clonedBytes, to,
                Arrays.copyOfRange(bytes, from * BLOCK, from * BLOCK + length));
      } else if (clonedBytes.length <= bytes.length) {
        own.cloneRange(0, clone, 0, 0);
        clonedBytes = bytes.clone();
      }
    }

    private int firstNonZero() {
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] != 0) {
          return i;
        }
      }
      return -1;
    }

    private void put(int at, byte[] data) {
      bytes = with(bytes, at, data);
    }

    private static byte[] with(byte[] before, int at, byte[] data) {
      byte[] after = Arrays.copyOf(before, Math.max(before.length, at + data.length));
      System.arraycopy(data, 0, after, at, data.length);
      return after;
    }

    private byte[] data(int length) {
      byte[] data = new byte[length];
      random.nextBytes(data);
      return data;
    }

    private void assertSame(byte[] found, byte[] expected, int at, String what) {
      byte[] part = Arrays.copyOfRange(expected, at, at + found.length);
      assertArrayEquals(
          part, found, () -> what + " at " + at + ", step " + step + " of thread " + id);
    }

    private void checkOwn(File file, File cloned) throws IOException {
      checkWhole(file, bytes, "own file");
      checkWhole(cloned, clonedBytes, "clone");
    }

    private void checkWhole(File file, byte[] expected, String what) throws IOException {
      assertEquals(expected.length, file.size(), what);
      byte[] found = new byte[expected.length];
      file.read(0, UserBuffer.heap(found));
      assertArrayEquals(expected, found, () -> what + ", step " + step + " of thread " + id);
    }

    /** After a remount. */
    void checkAll(SampleFs remounted) throws IOException {
      checkOwn(remounted.file("own" + id), remounted.file("clone" + id));
      byte[] found = new byte[BLOCKS * BLOCK];
      remounted.file("shared").read(0, UserBuffer.heap(found));
      for (int block = id; block < BLOCKS; block += THREADS) {
        assertSame(
            Arrays.copyOfRange(found, block * BLOCK, (block + 1) * BLOCK), blocks, block * BLOCK,
            "after a remount");
      }
    }
  }
}
