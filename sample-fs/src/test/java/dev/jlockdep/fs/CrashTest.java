package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Power failures: all writes of a random run are recorded; then, for every moment, the device is made
 * up as a crash would have left it, mounted, checked, and compared with what the user had been told is
 * safe. At each moment also with some of the writes since the last flush lost or reordered.
 */
@Timeout(180)
class CrashTest {
  private static final int DEVICE_BYTES = 2 << 20;
  private static final int STEPS = 60;
  private static final int NAMES = 6;
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;

  /** Names and contents at a time when all was safe. */
  private static final class Model {
    final Map<String, byte[]> files = new TreeMap<>();

    Model copy() {
      Model copy = new Model();
      files.forEach((name, bytes) -> copy.files.put(name, bytes.clone()));
      return copy;
    }
  }

  /** Step to model: after the step, and whether a sync ended there. */
  private final List<Model> history = new ArrayList<>();

  @Test
  void everyCrashLeavesWhatWasSafe() throws IOException {
    long seed = Long.getLong("samplefs.seed", System.nanoTime());
    System.out.println("CrashTest seed " + seed + " (replay with -Dsamplefs.seed)");
    Random random = new Random(seed);
    RecordingStorage recording = new RecordingStorage(Storage.memory(DEVICE_BYTES));
    byte[] start = new byte[DEVICE_BYTES];
    try (BlockDevice device = BlockDevice.on(recording)) {
      SampleFs.mkfs(device);
      recording.read(0, java.nio.ByteBuffer.wrap(start));
      int begun = recording.events().size();
      SampleFs fs = SampleFs.mount(device);
      run(fs, random, recording);
      fs.close();
      List<RecordingStorage.Event> events = recording.events();
      int crashes =
          Crashes.everywhere(
              start, events.subList(begun, events.size()), random,
              (image, safe, where) -> check(image, safe, where + ", seed " + seed));
      assertTrue(crashes > STEPS, crashes + " crashes");
      System.out.println("CrashTest: " + crashes + " crashes");
    }
  }

  private void run(SampleFs fs, Random random, RecordingStorage recording) throws IOException {
    Model model = new Model();
    history.add(model.copy());
    for (int step = 1; step <= STEPS; step++) {
      change(fs, random, model);
      history.add(model.copy());
      if (random.nextInt(3) == 0) {
        for (String name : model.files.keySet()) {
          fs.file(fs.open(name)).fsync();
        }
        fs.sync();
        recording.mark(step);
      }
    }
  }

  private static void change(SampleFs fs, Random random, Model model) throws IOException {
    String name = "f" + random.nextInt(NAMES);
    String other = "f" + random.nextInt(NAMES);
    byte[] old = model.files.get(name);
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        byte[] data = new byte[1 + random.nextInt(3 * BLOCK)];
        random.nextBytes(data);
        int at = random.nextInt(2 * BLOCK);
        fs.file(name).write(at, UserBuffer.heap(data));
        byte[] now = Arrays.copyOf(
            old == null ? new byte[0] : old, Math.max(old == null ? 0 : old.length, at + data.length));
        System.arraycopy(data, 0, now, at, data.length);
        model.files.put(name, now);
      }
      case 3 -> {
        if (old != null) {
          fs.namespace().remove(fs.namespace().root(), name);
          model.files.remove(name);
        }
      }
      case 4 -> {
        if (old != null && !name.equals(other)) {
          Inode root = fs.namespace().root();
          fs.namespace().rename(root, name, root, other, Namespace.Rename.REPLACE);
          model.files.put(other, model.files.remove(name));
        }
      }
      case 5 -> {
        byte[] there = model.files.get(other);
        if (old != null && !name.equals(other) && (there == null || there.length <= old.length)) {
          fs.file(name).cloneRange(0, fs.file(other), 0, 0);
          model.files.put(other, old);
        }
      }
      case 6 -> {
        if (old != null) {
          fs.file(name).unshare(0, old.length + 1);
        }
      }
      default -> {
        if (old != null) {
          int size = random.nextInt(old.length + 1);
          fs.file(name).truncate(size);
          model.files.put(name, Arrays.copyOf(old, size));
        }
      }
    }
  }

  private void check(byte[] image, int safe, String where) throws IOException {
    try (BlockDevice device = BlockDevice.on(new Storage.InMemory(image))) {
      Fsck.Report report = Fsck.check(device);
      assertEquals(List.of(), report.problems(), where);
      SampleFs fs = SampleFs.mount(device);
      Map<String, byte[]> found = contents(fs);
      fs.close();
      assertTrue(
          explained(found, safe), () -> where + ": safe up to step " + safe + ", found "
              + sizes(found) + ", was " + sizes(history.get(safe).files));
    }
  }

  private static Map<String, Integer> sizes(Map<String, byte[]> files) {
    Map<String, Integer> sizes = new TreeMap<>();
    files.forEach((name, bytes) -> sizes.put(name, bytes.length));
    return sizes;
  }

  private static Map<String, byte[]> contents(SampleFs fs) throws IOException {
    Map<String, byte[]> found = new HashMap<>();
    for (String name : fs.namespace().list(fs.namespace().root())) {
      File file = fs.file(name);
      byte[] bytes = new byte[(int) file.size()];
      file.read(0, UserBuffer.heap(bytes));
      found.put(name, bytes);
    }
    return found;
  }

  /**
   * Nothing that was safe is lost: the names are those of a step at or after it; a file that no later
   * step touched has the bytes it had, any other has at every place what it had, what a later step
   * wrote, or zero.
   */
  private boolean explained(Map<String, byte[]> found, int safe) {
    for (int step = safe; step < history.size(); step++) {
      if (history.get(step).files.keySet().equals(found.keySet())
          && bytesExplained(found, safe, step)) {
        return true;
      }
    }
    return false;
  }

  private boolean bytesExplained(Map<String, byte[]> found, int safe, int named) {
    for (Map.Entry<String, byte[]> file : found.entrySet()) {
      if (!fileExplained(file.getKey(), file.getValue(), safe, named)) {
        return false;
      }
    }
    return true;
  }

  private boolean fileExplained(String name, byte[] bytes, int safe, int named) {
    byte[] atSafe = history.get(safe).files.get(name);
    boolean touched = false;
    for (int step = safe + 1; step < history.size(); step++) {
      touched |=
          !Arrays.equals(history.get(step).files.get(name), history.get(step - 1).files.get(name));
    }
    if (!touched) {
      return Arrays.equals(atSafe, bytes);
    }
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] != 0 && !byteExplained(bytes[at], at, safe)) {
        return false;
      }
    }
    return true;
  }

  /** Some file had it there since: a rename brings the bytes along. */
  private boolean byteExplained(byte value, int at, int safe) {
    for (int step = safe; step < history.size(); step++) {
      for (byte[] content : history.get(step).files.values()) {
        if (at < content.length && content[at] == value) {
          return true;
        }
      }
    }
    return false;
  }
}
