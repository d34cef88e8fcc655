package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Power failures on persistent memory: a random run of writes, stores through mappings, holes and fsync,
 * with everything that is flushed in a log. For each prefix of the log, and for each with some of the
 * lines of the next flush, the media is checked, mounted and compared with what fsync had made safe.
 */
@Timeout(120)
class DaxCrashTest {
  private static final int DEVICE_BYTES = 1 << 20;
  private static final int STEPS = 60;
  private static final int FILES = 3;
  private static final int BLOCK = 4096;
  private static final int FILE_BYTES = 3 * BLOCK;
  /** What a processor flushes at a time. */
  private static final int LINE = 64;

  private record Flush(long position, byte[] bytes) {}

  /** From flush {@code since} on the file may have these bytes there, or has them for sure. */
  private record Change(int since, int file, int at, byte[] bytes, boolean safe) {}

  private final List<Flush> log = new ArrayList<>(); // guarded by itself
  private final List<Change> changes = new ArrayList<>();
  private final byte[][] contents = new byte[FILES][FILE_BYTES];

  @Test
  void everyPrefixOfTheFlushLogHasWhatFsyncMadeSafe() throws IOException {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("DaxCrashTest seed " + seed + " (replay with -Dsamplefs.seed)");
    assertNull(firstLoss(seed, Set.of()), "seed " + seed);
  }

  /** The same run finds the loss when writes are not flushed: the check can fail. */
  @Test
  void aWriteThatIsNotFlushedIsMissed() throws IOException {
    String loss = firstLoss(1, Set.of(Fault.DAX_WRITE_UNTRACKED));
    assertTrue(String.valueOf(loss).startsWith("file "), loss);
  }

  /** What a crash lost, in words; null when no crash does. */
  private String firstLoss(long seed, Set<Fault> faults) throws IOException {
    Random random = new Random(seed);
    DaxStorage storage = DaxStorage.inMemory(DEVICE_BYTES);
    try (BlockDevice device = BlockDevice.on(storage)) {
      SampleFs.mkfs(device);
      SampleFs fs = SampleFs.mount(device, faults, new Gates(), Personality.DAX);
      List<File> files = new ArrayList<>();
      List<MappedRegion> maps = new ArrayList<>();
      AddressSpaceSim space = new AddressSpaceSim();
      for (int i = 0; i < FILES; i++) {
        File file = fs.file("f" + i);
        file.truncate(FILE_BYTES);
        file.fsync();
        files.add(file);
        maps.add(space.map(fs, file.inode(), 0, FILE_BYTES / BLOCK));
      }
      byte[] start = storage.survives(0, DEVICE_BYTES);
      storage.log(this::arrived);
      for (int step = 0; step < STEPS; step++) {
        int i = random.nextInt(FILES);
        change(random, i, files.get(i), maps.get(i));
      }
      storage.log((position, bytes) -> {});
      fs.close();
      return crashEverywhere(start, random);
    }
  }

  private void arrived(long position, byte[] bytes) {
    synchronized (log) {
      log.add(new Flush(position, bytes));
    }
  }

  private int flushes() {
    synchronized (log) {
      return log.size();
    }
  }

  private void change(Random random, int i, File file, MappedRegion map) throws IOException {
    int since = flushes();
    int at = random.nextInt(FILE_BYTES);
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        byte[] bytes = new byte[1 + random.nextInt(FILE_BYTES - at)];
        random.nextBytes(bytes);
        changed(since, i, at, bytes);
        file.write(at, UserBuffer.heap(bytes));
      }
      case 2, 3, 4 -> {
        byte[] bytes = {(byte) random.nextInt()};
        changed(since, i, at, bytes);
        map.put(at, bytes[0]);
      }
      case 5 -> {
        int block = at / BLOCK * BLOCK;
        changed(since, i, block, new byte[BLOCK]);
        file.punchHole(block, BLOCK);
      }
      default -> {
        file.fsync();
        changes.add(new Change(flushes(), i, 0, contents[i].clone(), true));
      }
    }
  }

  private void changed(int since, int i, int at, byte[] bytes) {
    changes.add(new Change(since, i, at, bytes, false));
    System.arraycopy(bytes, 0, contents[i], at, bytes.length);
  }

  // ---- crashes ---------------------------------------------------------------------------------

  private String crashEverywhere(byte[] start, Random random) throws IOException {
    byte[] media = start.clone();
    String loss = null;
    for (int i = 0; i <= log.size() && loss == null; i++) {
      loss = loss(media, i);
      if (i < log.size() && loss == null) {
        Flush next = log.get(i);
        loss = loss(torn(media, next, random), i);
        System.arraycopy(next.bytes, 0, media, (int) next.position, next.bytes.length);
      }
    }
    return loss;
  }

  /** Lines arrive one by one and in any order. */
  private static byte[] torn(byte[] media, Flush next, Random random) {
    byte[] torn = media.clone();
    for (int at = 0; at < next.bytes.length; at += LINE) {
      if (random.nextBoolean()) {
        int n = Math.min(LINE, next.bytes.length - at);
        System.arraycopy(next.bytes, at, torn, (int) next.position + at, n);
      }
    }
    return torn;
  }

  private String loss(byte[] media, int flushed) throws IOException {
    try (BlockDevice device = BlockDevice.on(DaxStorage.afterCrash(media.clone()))) {
      assertEquals(List.of(), Fsck.check(device).problems(), "after flush " + flushed);
      try (SampleFs fs = SampleFs.mount(device, Set.of(), new Gates(), Personality.DAX)) {
        for (int i = 0; i < FILES; i++) {
          byte[] found = new byte[FILE_BYTES];
          fs.file("f" + i).read(0, UserBuffer.heap(found));
          int wrong = firstWrong(found, i, flushed);
          if (wrong >= 0) {
            return "file " + i + ": byte " + wrong + " is " + found[wrong] + " after flush " + flushed;
          }
        }
      }
    }
    return null;
  }

  /** The first byte that is neither what was safe nor what was written since; -1 when there is none. */
  private int firstWrong(byte[] found, int file, int flushed) {
    boolean[] explained = new boolean[FILE_BYTES];
    for (int k = changes.size() - 1; k >= 0; k--) {
      Change change = changes.get(k);
      if (change.file != file || change.since > flushed) {
        continue;
      }
      for (int i = 0; i < change.bytes.length; i++) {
        explained[change.at + i] |= found[change.at + i] == change.bytes[i];
      }
      if (change.safe) {
        return firstFalse(explained);
      }
    }
    for (int i = 0; i < FILE_BYTES; i++) {
      explained[i] |= found[i] == 0; // nothing was safe but the size
    }
    return firstFalse(explained);
  }

  private static int firstFalse(boolean[] of) {
    for (int i = 0; i < of.length; i++) {
      if (!of[i]) {
        return i;
      }
    }
    return -1;
  }
}
