package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.formats.Sources;
import dev.jlockdep.agent.formats.Style;
import dev.jlockdep.agent.report.DumpSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How findings are shown: where sources lie, and colours. */
final class OutputOptions {
  @Option(
      names = "--sources",
      paramLabel = "DIR",
      description = "source folder (repeatable); default: the usual ones where the runs ran")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--base",
      paramLabel = "DIR",
      description = "folder that paths in sarif and annotations are relative to (default: here)")
  private Path base = Path.of("");

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      converter = Words.ColourConverter.class,
      description = "auto (default: on a terminal, unless NO_COLOR is set), always or never")
  private Style.When color = Style.When.AUTO;

  Sources sources(DumpSet dumps) {
    return roots.isEmpty() ? Sources.of(dumps) : new Sources(roots);
  }

  Path base() {
    return base;
  }

  Style style() {
    boolean terminal = System.console() != null;
    return Style.of(color, terminal, System.getenv("NO_COLOR"), System.getenv("TERM"));
  }
}
