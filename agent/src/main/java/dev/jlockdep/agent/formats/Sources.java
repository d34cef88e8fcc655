package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.Dump;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.RunRecord;
import dev.jlockdep.agent.report.Stacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Source lines of positions, where the sources can be found. */
public final class Sources {
  private static final List<String> USUAL =
      List.of("src/main/java", "src/test/java", "src", "java", ".");
  private static final long LARGEST = 4_000_000;

  private final Set<Path> roots = new LinkedHashSet<>();
  private final Map<String, Path> found = new HashMap<>();
  private final Map<Path, List<String>> texts = new HashMap<>();

  /** Looks below the roots only. */
  public Sources(List<Path> roots) {
    this.roots.addAll(roots);
  }

  /** Looks where the runs ran: in the usual source folders below their working directories. */
  public static Sources of(DumpSet dumps) {
    Sources sources = new Sources(List.of());
    for (Dump dump : dumps.dumps()) {
      for (RunRecord run : dump.runs()) {
        String directory = run.text("directory");
        if (!directory.isEmpty()) {
          sources.addUsual(directory);
        }
      }
    }
    return sources;
  }

  private void addUsual(String directory) {
    try {
      for (String folder : USUAL) {
        Path root = Path.of(directory).resolve(folder).normalize();
        if (Files.isDirectory(root)) {
          roots.add(root);
        }
      }
    } catch (InvalidPathException e) {
      // a dump of another system
    }
  }

  /** One line of an excerpt; {@code marked}: the one of the position. */
  public record Line(int number, String text, boolean marked) {}

  /** The line of a position and {@code around} lines before it; empty where it is not found. */
  public List<Line> excerpt(String position, int before, int after) {
    StackTraceElement frame = frame(position);
    List<Line> excerpt = new ArrayList<>();
    Path file = file(position);
    if (file == null) {
      return excerpt;
    }
    List<String> lines = lines(file);
    int line = frame.getLineNumber();
    int last = Math.min(lines.size(), line + after);
    for (int i = Math.max(1, line - before); i <= last; i++) {
      excerpt.add(new Line(i, lines.get(i - 1).replace("\t", "    "), i == line));
    }
    return line > lines.size() ? List.of() : excerpt;
  }

  /** The source file of a position, or null. */
  public Path file(String position) {
    StackTraceElement frame = frame(position);
    if (frame.getFileName() == null || frame.getLineNumber() <= 0) {
      return null;
    }
    return found.computeIfAbsent(relative(frame), this::find);
  }

  private Path find(String relative) {
    for (Path root : roots) {
      Path file = root.resolve(relative);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  private List<String> lines(Path file) {
    return texts.computeIfAbsent(file, Sources::read);
  }

  private static List<String> read(Path file) {
    try {
      return Files.size(file) > LARGEST ? List.of() : Files.readAllLines(file);
    } catch (IOException e) {
      // other encoding, or gone: the report does without
      return List.of();
    }
  }

  static StackTraceElement frame(String position) {
    return Stacks.elements(List.of(position))[0];
  }

  /** {@code com/acme/Bank.java}: where the file lies below a source folder. */
  static String relative(StackTraceElement frame) {
    String type = frame.getClassName();
    int end = type.lastIndexOf('.');
    return (end < 0 ? "" : type.substring(0, end + 1).replace('.', '/')) + frame.getFileName();
  }
}
