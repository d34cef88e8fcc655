package dev.jlockdep.tests.filesystems;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that keeps its data in a sample filesystem: each of its threads puts the state of a step
 * in place by a rename over the last one, makes it durable, and then says so. Arguments: image,
 * personality, steps.
 */
public final class ServingProgram {
  static final int THREADS = 3;
  static final int SIZE_STEP = 777;
  private static final int SIZES = 40;
  static final int DEVICE_BYTES = 32 << 20;
  private static final long JOIN_SECONDS = 100;

  private ServingProgram() {}

  public static void main(String[] args) throws Exception {
    try (FileSystem fs = mount(Path.of(args[0]), args[1])) {
      List<Thread> threads = new ArrayList<>();
      int[] done = new int[THREADS];
      for (int i = 0; i < THREADS; i++) {
        int id = i;
        Path dir = Files.createDirectories(fs.getPath("/thread" + id));
        threads.add(
            new Thread(
                () -> {
                  done[id] = serve(dir, id, Integer.parseInt(args[2]));
                },
                "serving" + id));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(JOIN_SECONDS));
      }
      System.out.println("done " + Arrays.toString(done));
    }
  }

  static FileSystem mount(Path image, String personality) throws IOException {
    return FileSystems.newFileSystem(
        URI.create("samplefs://serving"),
        Map.of("image", image, "size", DEVICE_BYTES, "personality", personality));
  }

  private static int serve(Path dir, int id, int steps) {
    try {
      for (int step = 1; step <= steps; step++) {
        Path next = dir.resolve("next");
        try (FileChannel channel =
            FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
          channel.write(ByteBuffer.wrap(contents(step)));
          Files.move(next, current(dir), StandardCopyOption.ATOMIC_MOVE);
          channel.force(true);
        }
        System.out.println("safe " + id + " " + step);
      }
      return steps;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path current(Path dir) {
    return dir.resolve("current");
  }

  /** The step can be told from each byte and from the size. */
  static byte[] contents(int step) {
    byte[] contents = new byte[1 + step % SIZES * SIZE_STEP];
    Arrays.fill(contents, (byte) step);
    return contents;
  }
}
