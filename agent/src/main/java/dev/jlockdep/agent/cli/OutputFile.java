package dev.jlockdep.agent.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a command writes: in one step or not at all; what goes wrong names the remedy. */
final class OutputFile {
  /** What goes into it. */
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  private OutputFile() {}

  static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Makes the folder too. What is no ordinary file, such as a pipe, is written to as it is.
   *
   * @throws IOException whose message says what to do
   */
  static void write(Path file, Content content) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("cannot write " + file + ": it is a folder; name a file in it");
    }
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        try (OutputStream out = Files.newOutputStream(file)) {
          content.write(out);
        }
      } else {
        // a link stays one
        replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), content);
      }
    } catch (IOException e) {
      throw new IOException(
          "cannot write " + file + ": " + reason(e, file)
              + "; free space there, make it writable, or name another file", e);
    }
  }

  private static void replace(Path whole, Content content) throws IOException {
    Files.createDirectories(whole.getParent());
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        content.write(out);
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  private static String reason(IOException e, Path file) {
    for (Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above) && !Files.isDirectory(above)) {
        return above + " is no folder";
      }
    }
    boolean named = e instanceof FileSystemException f && f.getReason() != null;
    return named ? ((FileSystemException) e).getReason() : String.valueOf(e.getMessage());
  }
}
