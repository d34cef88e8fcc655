package dev.jlockdep.agent.transform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Class files of the JDK that runs the test. */
final class JdkCode {
  private static final List<String> FOLDERS =
      List.of("java/util", "java/io", "java/nio", "java/net", "sun/nio/ch");

  private JdkCode() {}

  static List<Path> types() throws IOException {
    FileSystem jrt = FileSystems.getFileSystem(URI.create("jrt:/"));
    List<Path> types = new ArrayList<>();
    for (String folder : FOLDERS) {
      Path path = jrt.getPath("modules/java.base", folder);
      if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.walk(path)) {
          files.filter(f -> f.toString().endsWith(".class")).forEach(types::add);
        }
      }
    }
    return types;
  }
}
