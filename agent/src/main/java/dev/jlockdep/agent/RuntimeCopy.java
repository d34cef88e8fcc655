package dev.jlockdep.agent;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The runtime's jar out of the agent jar, as a temporary file. Every JVM makes one while it starts. */
final class RuntimeCopy {
  private static final String NAME = "jlockdep-runtime";
  private static final int NAMES_TRIED = 8;

  private RuntimeCopy() {}

  /** Deleted when the JVM ends. */
  static File make() throws IOException {
    File copy = emptyFile().toFile();
    copy.deleteOnExit();
    File agent = RuntimeJar.agent();
    if (agent == null || !agent.isFile()) {
      write(RuntimeCopy.class.getClassLoader().getResourceAsStream(RuntimeJar.NESTED), copy);
      return copy;
    }
    // past the class loader, whose connection to a resource has a price
    try (ZipFile jar = new ZipFile(agent)) {
      ZipEntry nested = jar.getEntry(RuntimeJar.NESTED);
      write(nested == null ? null : jar.getInputStream(nested), copy);
    }
    return copy;
  }

  private static void write(InputStream from, File to) throws IOException {
    if (from == null) {
      throw new IOException(RuntimeJar.NESTED + " is missing in the agent jar: build it again");
    }
    try (from; FileOutputStream out = new FileOutputStream(to)) {
      from.transferTo(out);
    }
  }

  /**
   * A file that is new and that nobody else may write to. As {@code Files.createTempFile}, but its
   * name needs no random number: the first one costs a JVM 0.03 seconds of CPU time.
   */
  private static Path emptyFile() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      FileAttribute<?> mine =
          PosixFilePermissions.asFileAttribute(
              EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      for (int i = 0; i < NAMES_TRIED; i++) {
        try {
          return Files.createFile(
              folder.resolve(NAME + Long.toHexString(System.nanoTime()) + ".jar"), mine);
        } catch (FileAlreadyExistsException another) {
          // of another JVM, or somebody is in our way
        }
      }
    }
    return Files.createTempFile(NAME, ".jar");
  }
}
