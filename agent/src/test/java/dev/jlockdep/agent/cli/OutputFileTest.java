package dev.jlockdep.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is written as a whole or not at all. */
class OutputFileTest {
  @TempDir
  Path folder;

  @Test
  void folderIsMadeAndFileReplaced() throws IOException {
    Path file = folder.resolve("a").resolve("b.txt");
    OutputFile.write(file, "first");
    OutputFile.write(file, "second");
    assertEquals("second", Files.readString(file));
    assertEquals(List.of("b.txt"), names(file.getParent()));
  }

  @Test
  void whatBreaksOffLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("b.txt"), "first");
    IOException e = assertThrows(IOException.class, () -> OutputFile.write(file, out -> {
      out.write('s');
      throw new IOException("No space left on device");
    }));
    assertTrue(
        e.getMessage().startsWith("cannot write " + file + ": No space left on device; free space"),
        e.getMessage());
    assertEquals("first", Files.readString(file));
    assertEquals(List.of("b.txt"), names(folder));
  }

  @Test
  void linkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("b.txt"), "first");
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);
    OutputFile.write(link, "second");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("second", Files.readString(file));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
