package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.baseline.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The file of accepted findings. */
final class BaselineOption {
  static final String DEFAULT = "jlockdep-baseline.txt";

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "accepted findings (default: " + DEFAULT + " where it exists)")
  private Path file;

  /** The baseline, or null where none is named and none is here. */
  Baseline read() throws IOException {
    if (file != null) {
      return Baseline.read(file);
    }
    Path usual = Path.of(DEFAULT);
    return Files.exists(usual) ? Baseline.read(usual) : null;
  }

  /** The file to write. */
  Path file() {
    return file == null ? Path.of(DEFAULT) : file;
  }
}
