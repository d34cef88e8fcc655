package dev.jlockdep.fs.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.stream.Stream;

/** W14: a tree is walked and watched while others change it. */
final class Watching implements Worker {
  private final Path root;
  private final WatchService watch;

  Watching(Path root) throws IOException {
    this.root = root;
    this.watch = root.getFileSystem().newWatchService();
    Files.createDirectories(root.resolve("d0"));
    root.resolve("d0")
        .register(
            watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE,
            StandardWatchEventKinds.ENTRY_MODIFY);
  }

  @Override
  public void step() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.forEach(Path::getFileName);
    } catch (FileSystemException e) {
      // gone between two looks
      return;
    } catch (UncheckedIOException e) {
      TreeLoad.unlessOfTheName(e.getCause());
    }
    WatchKey key = watch.poll();
    if (key != null) {
      key.pollEvents();
      key.reset();
    }
  }

  @Override
  public void end() throws IOException {
    watch.close();
  }
}
