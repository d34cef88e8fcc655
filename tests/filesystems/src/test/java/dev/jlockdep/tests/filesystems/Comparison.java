package dev.jlockdep.tests.filesystems;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Operations per second on what the sample filesystem and jimfs both have, in memory, one thread, in
 * turns; the median of the rounds. The sample filesystem has a device thread and a journal behind it,
 * jimfs has neither.
 */
public final class Comparison {
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int BATCH = 100;
  private static final int CHUNK = 4096;
  private static final int FILE_BYTES = 1 << 20;

  private Comparison() {}

  /** One operation; {@code i} counts up. */
  private interface Operation {
    void run(Path dir, int i) throws IOException;
  }

  public static void main(String[] args) throws IOException {
    try (FileSystem sample =
            FileSystems.newFileSystem(URI.create("samplefs://comparison"),
                Map.of("size", 256 << 20));
        FileSystem jimfs = Jimfs.newFileSystem(Configuration.unix())) {
      System.out.println("operation            sample-fs/s      jimfs/s   ratio");
      compare("create, delete", sample, jimfs, Comparison::createAndDelete);
      compare("rename", sample, jimfs, Comparison::rename);
      compare("attributes", sample, jimfs, (dir, i) -> Files.size(dir.resolve("file")));
      compare("list 100 names", sample, jimfs, Comparison::list);
      compare("read 4 KiB", sample, jimfs, Comparison::read);
      compare("write 4 KiB", sample, jimfs, Comparison::write);
      compare("append 100 bytes", sample, jimfs, Comparison::append);
    }
  }

  private static void createAndDelete(Path dir, int i) throws IOException {
    Path file = dir.resolve("new" + i);
    Files.createFile(file);
    Files.delete(file);
  }

  private static void rename(Path dir, int i) throws IOException {
    Path from = dir.resolve("name" + i % 2);
    Files.move(
        Files.exists(from) ? from : dir.resolve("name" + (i + 1) % 2),
        dir.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
    Files.move(
        dir.resolve("moved"), dir.resolve("name" + (i + 1) % 2), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void list(Path dir, int i) throws IOException {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(dir.resolve("many"))) {
      names.forEach(name -> {});
    }
  }

  private static void read(Path dir, int i) throws IOException {
    try (FileChannel channel = FileChannel.open(dir.resolve("file"))) {
      channel.read(ByteBuffer.allocate(CHUNK), (long) i * CHUNK % FILE_BYTES);
    }
  }

  private static void write(Path dir, int i) throws IOException {
    try (FileChannel channel = FileChannel.open(dir.resolve("file"), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(CHUNK), (long) i * CHUNK % FILE_BYTES);
    }
  }

  private static void append(Path dir, int i) throws IOException {
    Path file = dir.resolve("append" + i / FILE_BYTES);
    Files.write(file, new byte[BATCH], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (i % BATCH == 0) {
      Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private static void compare(
      String name, FileSystem sample, FileSystem jimfs, Operation operation) throws IOException {
    Path first = prepare(sample, name);
    Path second = prepare(jimfs, name);
    double[] sampleRates = new double[ROUNDS];
    double[] jimfsRates = new double[ROUNDS];
    rate(first, operation); // warms up
    rate(second, operation);
    for (int round = 0; round < ROUNDS; round++) {
      sampleRates[round] = rate(first, operation);
      jimfsRates[round] = rate(second, operation);
    }
    double ours = median(sampleRates);
    double theirs = median(jimfsRates);
    System.out.printf(
        Locale.ROOT, "%-18s %12.0f %12.0f   %5.2f%n", name, ours, theirs, ours / theirs);
  }

  private static Path prepare(FileSystem fs, String name) throws IOException {
    Path dir = Files.createDirectory(fs.getPath("/" + name.replace(' ', '-')));
    Files.write(dir.resolve("file"), new byte[FILE_BYTES]);
    Files.createFile(dir.resolve("name0"));
    Files.createDirectory(dir.resolve("many"));
    for (int i = 0; i < BATCH; i++) {
      Files.createFile(dir.resolve("many/" + i));
    }
    return dir;
  }

  private static int counter;

  private static double rate(Path dir, Operation operation) throws IOException {
    long begin = System.nanoTime();
    long done = 0;
    while (System.nanoTime() - begin < ROUND_NANOS) {
      for (int i = 0; i < BATCH; i++) {
        operation.run(dir, counter++);
      }
      done += BATCH;
    }
    return done * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
