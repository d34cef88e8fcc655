package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Power failures while files that share blocks are written, cut off and unshared. Each block of a file
 * is filled with one value, so it can be told where its data is from: after a crash it is a value that
 * the block had since it was last made safe. Never another file's, and never zero unless it was a hole:
 * what was there stays until the data that replaces it is on the device.
 */
@Timeout(120)
class CloneCrashTest {
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;
  private static final int BLOCKS = 5;
  private static final int FILES = 4;
  private static final int STEPS = 60;
  private static final int DEVICE_BYTES = 2 << 20;
  private static final int VALUES = 250;

  /** The value of each block of each file, 0 for a hole. */
  private static final class Model {
    final int[][] files = new int[FILES][BLOCKS];

    Model copy() {
      Model copy = new Model();
      for (int i = 0; i < FILES; i++) {
        copy.files[i] = files[i].clone();
      }
      return copy;
    }
  }

  private final List<Model> history = new ArrayList<>();
  private int lastValue;

  @Test
  void noCrashMixesFilesThatShareBlocks() throws IOException {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("CloneCrashTest seed " + seed + " (replay with -Dsamplefs.seed)");
    Random random = new Random(seed);
    RecordingStorage recording = new RecordingStorage(Storage.memory(DEVICE_BYTES));
    byte[] start = new byte[DEVICE_BYTES];
    try (BlockDevice device = BlockDevice.on(recording)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        for (int i = 0; i < FILES; i++) {
          file(fs, i).truncate(BLOCKS * BLOCK);
        }
      }
      recording.read(0, java.nio.ByteBuffer.wrap(start));
      int begun = recording.events().size();
      try (SampleFs fs = SampleFs.mount(device)) {
        run(fs, random, recording);
      }
      List<RecordingStorage.Event> events = recording.events();
      int crashes =
          Crashes.everywhere(
              start, events.subList(begun, events.size()), random,
              (image, safe, where) -> check(image, safe, where + ", seed " + seed));
      assertTrue(crashes > STEPS, crashes + " crashes");
    }
  }

  private static File file(SampleFs fs, int i) throws IOException {
    return fs.file("f" + i);
  }

  private void run(SampleFs fs, Random random, RecordingStorage recording) throws IOException {
    Model model = new Model();
    history.add(model.copy());
    for (int step = 1; step <= STEPS; step++) {
      change(fs, random, model);
      history.add(model.copy());
      if (random.nextInt(4) == 0) {
        for (int i = 0; i < FILES; i++) {
          file(fs, i).fsync();
        }
        recording.mark(step);
      } else if (random.nextInt(3) == 0) {
        // what is on its way gets there, and nobody has been told
        file(fs, random.nextInt(FILES)).fsync();
      }
    }
  }

  private void change(SampleFs fs, Random random, Model model) throws IOException {
    int a = random.nextInt(FILES);
    int b = (a + 1 + random.nextInt(FILES - 1)) % FILES;
    int block = random.nextInt(BLOCKS);
    File file = file(fs, a);
    switch (random.nextInt(8)) {
      case 0, 1 -> file.write((long) block * BLOCK, next(model.files[a], block));
      case 2 -> file.writeDirect((long) block * BLOCK, next(model.files[a], block));
      case 3, 4 -> {
        file.cloneRange(0, file(fs, b), 0, 0);
        model.files[b] = model.files[a].clone();
      }
      case 5 -> {
        file.cloneRange((long) block * BLOCK, file(fs, b), 0, BLOCK);
        model.files[b][0] = model.files[a][block];
      }
      case 6 -> {
        file.punchHole((long) block * BLOCK, BLOCK);
        model.files[a][block] = 0;
      }
      default -> file.unshare((long) block * BLOCK, 2 * BLOCK);
    }
  }

  /** A block of a value that no other had for a long time. */
  private UserBuffer next(int[] blocks, int block) {
    lastValue = lastValue % VALUES + 1;
    blocks[block] = lastValue;
    byte[] bytes = new byte[BLOCK];
    Arrays.fill(bytes, (byte) lastValue);
    return UserBuffer.heap(bytes);
  }

  private void check(byte[] image, int safe, String where) throws IOException {
    try (BlockDevice device = BlockDevice.on(new Storage.InMemory(image))) {
      assertEquals(List.of(), Fsck.check(device).problems(), where);
      try (SampleFs fs = SampleFs.mount(device)) {
        for (int i = 0; i < FILES; i++) {
          byte[] found = new byte[BLOCKS * BLOCK];
          assertEquals(found.length, file(fs, i).read(0, UserBuffer.heap(found)), where);
          for (int block = 0; block < BLOCKS; block++) {
            checkBlock(found, i, block, safe, where);
          }
        }
      }
    }
  }

  private void checkBlock(byte[] found, int file, int block, int safe, String where) {
    int value = found[block * BLOCK] & 0xff;
    for (int at = block * BLOCK; at < (block + 1) * BLOCK; at++) {
      assertEquals(value, found[at] & 0xff, () -> where + ": file " + file + " has half a block");
    }
    for (int step = safe; step < history.size(); step++) {
      if (history.get(step).files[file][block] == value) {
        return;
      }
    }
    throw new AssertionError(
        where + ": block " + block + " of file " + file + " is " + value + ", was "
            + history.get(safe).files[file][block] + " when it was safe after step " + safe);
  }
}
