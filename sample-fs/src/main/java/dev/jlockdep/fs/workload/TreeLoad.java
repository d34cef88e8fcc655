package dev.jlockdep.fs.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/**
 * W1, after fsstress: names come, go and move in directories that all threads share, through
 * java.nio.file. Each thread also moves a file of its own about and checks what is in it.
 */
final class TreeLoad implements Worker {
  private static final int DIRECTORIES = 4;
  private static final int NAMES = 12;
  private static final int BYTES_MAX = 20_000;

  private final Path root;
  private final Random random;
  private final int thread;
  private Path own;
  private byte[] content = {};

  /** @param root a directory of its own */
  TreeLoad(Path root, int thread, Random random) throws IOException {
    this.root = root;
    this.random = random;
    this.thread = thread;
    for (int i = 0; i < DIRECTORIES; i++) {
      Files.createDirectories(root.resolve("d" + i));
    }
    own = root.resolve("d0").resolve("own" + thread);
    Files.write(own, content);
  }

  @Override
  public void step() throws IOException {
    if (random.nextInt(8) == 0) {
      ownFile();
      return;
    }
    try {
      shared();
    } catch (FileSystemException e) {
      // the name is taken, gone, a directory, a link to itself: another thread was there before
      return;
    } catch (DirectoryIteratorException e) {
      unlessOfTheName(e.getCause());
    } catch (IOException e) {
      // a directory has come between the look at the file and its opening: no exception of its own
      if (!"Is a directory".equals(e.getMessage())) {
        throw e;
      }
    } catch (UncheckedIOException e) {
      unlessOfTheName(e.getCause());
    }
  }

  static void unlessOfTheName(IOException failure) throws IOException {
    if (!(failure instanceof FileSystemException)) {
      throw failure;
    }
  }

  private Path directory() {
    return root.resolve("d" + random.nextInt(DIRECTORIES));
  }

  private Path any() {
    return directory().resolve("f" + random.nextInt(NAMES));
  }

  private void shared() throws IOException {
    Path path = any();
    switch (random.nextInt(16)) {
      case 0, 1 -> Files.createFile(path);
      case 2 -> Files.createDirectory(path);
      case 3, 4 -> Files.delete(path);
      case 5 -> Files.move(path, any());
      case 6 -> Files.move(path, any(), StandardCopyOption.REPLACE_EXISTING);
      case 7 -> link(path);
      case 8 -> Files.createSymbolicLink(path, path.getFileSystem().getPath("f0"));
      case 9 -> write(path);
      case 10 -> read(path);
      case 11 -> truncate(path);
      case 12 -> list(directory());
      case 13 -> walk();
      case 14 -> Files.readAttributes(path, "*");
      default -> sync(path);
    }
  }

  private void link(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      Files.createLink(any(), path);
    }
  }

  private void write(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      Files.write(path, new byte[random.nextInt(BYTES_MAX)], StandardOpenOption.WRITE);
    }
  }

  private void read(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      Files.readAllBytes(path);
    }
  }

  private void truncate(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(random.nextInt(BYTES_MAX));
      }
    }
  }

  private void sync(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate(1 + random.nextInt(100)), random.nextInt(BYTES_MAX));
        channel.force(true);
      }
    }
  }

  private static void list(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(Path::getFileName);
    }
  }

  private void walk() throws IOException {
    try (Stream<Path> all = Files.walk(root, 2)) {
      all.forEach(Path::getFileName);
    }
  }

  private void ownFile() throws IOException {
    if (random.nextBoolean()) {
      content = new byte[random.nextInt(BYTES_MAX)];
      random.nextBytes(content);
      Files.write(own, content);
    } else {
      Path to = directory().resolve("own" + thread);
      own = to.equals(own) ? own : Files.move(own, to);
    }
    int differs = Arrays.mismatch(content, Files.readAllBytes(own));
    if (differs >= 0) {
      throw new IllegalStateException(own + ": byte " + differs + " is not as written");
    }
  }

  @Override
  public void end() throws IOException {
    Files.delete(own);
  }
}
