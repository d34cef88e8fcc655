package dev.jlockdep.tests.filesystems;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.h2.store.fs.FilePath;

/** A scheme of H2's file layer, {@code sample:/path}, for the paths of a NIO filesystem. */
final class H2FilePath extends FilePath {
  static final String SCHEME = "sample";
  private final java.nio.file.FileSystem fs;

  H2FilePath(java.nio.file.FileSystem fs, String path) {
    this.fs = fs;
    this.name = SCHEME + ":" + path;
  }

  private Path path() {
    return fs.getPath(name.substring(SCHEME.length() + 1));
  }

  private H2FilePath of(Path path) {
    return new H2FilePath(fs, path.toString());
  }

  /** A call that H2 wants to fail unchecked. */
  private interface Call<T> {
    T run() throws IOException;
  }

  private static <T> T unchecked(Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long size() {
    // as java.io.File: 0 for what is not there
    return unchecked(() -> exists() ? Files.size(path()) : 0L);
  }

  @Override
  public void moveTo(FilePath to, boolean atomicReplace) {
    CopyOption[] options =
        atomicReplace ? new CopyOption[] {StandardCopyOption.ATOMIC_MOVE} : new CopyOption[0];
    unchecked(() -> Files.move(path(), ((H2FilePath) to).path(), options));
  }

  @Override
  public boolean createFile() {
    return unchecked(
        () -> {
          try {
            Files.createFile(path());
            return true;
          } catch (FileAlreadyExistsException e) {
            return false;
          }
        });
  }

  @Override
  public boolean exists() {
    return Files.exists(path());
  }

  @Override
  public void delete() {
    unchecked(() -> Files.deleteIfExists(path()));
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    return unchecked(
        () -> {
          List<FilePath> found = new ArrayList<>();
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(path())) {
            entries.forEach(entry -> found.add(of(entry)));
          }
          return found;
        });
  }

  @Override
  public FilePath toRealPath() {
    return of(path().toAbsolutePath().normalize());
  }

  @Override
  public FilePath getParent() {
    Path parent = path().getParent();
    return parent == null ? null : of(parent);
  }

  @Override
  public boolean isDirectory() {
    return Files.isDirectory(path());
  }

  @Override
  public boolean isRegularFile() {
    return Files.isRegularFile(path());
  }

  @Override
  public boolean isAbsolute() {
    return path().isAbsolute();
  }

  @Override
  public long lastModified() {
    return unchecked(() -> Files.getLastModifiedTime(path()).toMillis());
  }

  @Override
  public boolean canWrite() {
    return true;
  }

  @Override
  public void createDirectory() {
    unchecked(() -> Files.createDirectories(path()));
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return mode.equals("r")
        ? FileChannel.open(path())
        : FileChannel.open(
            path(),
            Set.of(
                StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
  }

  @Override
  public boolean setReadOnly() {
    return false;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FilePath getPath(String path) {
    return new H2FilePath(fs, path.substring(SCHEME.length() + 1));
  }
}
