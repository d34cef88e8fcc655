package dev.jlockdep.fs.workload;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.DependencyView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The dependencies between lock classes that somebody has looked at: {@code golden-graph.txt}, a line
 * {@code held -> requested} each. What a run shows beyond them has to be looked at before it goes in.
 */
final class GoldenGraph {
  private static final String RESOURCE = "golden-graph.txt";

  private GoldenGraph() {}

  /** @param file to read instead of the one in the jar; null for that */
  static SortedSet<String> reviewed(String file) throws IOException {
    SortedSet<String> lines = new TreeSet<>();
    try (InputStream in =
            file == null
                ? GoldenGraph.class.getResourceAsStream(RESOURCE)
                : Files.newInputStream(Path.of(file));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader.lines().filter(GoldenGraph::isDependency).forEach(lines::add);
      return lines;
    }
  }

  private static boolean isDependency(String line) {
    return !line.isBlank() && !line.startsWith("#");
  }

  /** What this run has shown so far, of declared locks; those of the JDK are not ours to review. */
  static SortedSet<String> seen() {
    SortedSet<String> lines = new TreeSet<>();
    for (DependencyView d : LockdepControl.graph().dependencies()) {
      if (d.from().declared() && d.to().declared()) {
        lines.add(d.from().name() + " -> " + d.to().name());
      }
    }
    return lines;
  }

  /** Writes what is reviewed and what was seen, for somebody to look at. */
  static void write(Path file, SortedSet<String> reviewed, SortedSet<String> seen)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# held -> requested, by lock class; see the README for the order they follow");
    SortedSet<String> all = new TreeSet<>(reviewed);
    all.addAll(seen);
    lines.addAll(all);
    Files.write(file, lines);
  }
}
