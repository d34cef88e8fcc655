package dev.jlockdep.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** The dumps of all modules of a build, and what is made of them in the top module's folder. */
final class BuildDumps {
  /** The file of accepted findings, in the top folder of the sources. */
  static final String BASELINE = "jlockdep-baseline.txt";

  private final MavenSession session;
  private final List<Path> more;
  private final Path baseline;

  /**
   * @param more dumps of other builds that are judged with them
   * @param baseline accepted findings; where the file is not there, none are
   */
  BuildDumps(MavenSession session, List<Path> more, Path baseline) {
    this.session = session;
    this.more = more;
    this.baseline = baseline;
  }

  /**
   * The file of accepted findings, one for all modules.
   *
   * @param configured a path from the top folder of the sources; null: the usual one
   */
  static Path baseline(MavenSession session, String configured) {
    Path top = session.getRequest().getMultiModuleProjectDirectory().toPath();
    return top.resolve(configured == null ? BASELINE : configured);
  }

  /** The modules that have the plugin and do not skip it; where none has it, all. */
  static List<MavenProject> modules(MavenSession session) {
    List<MavenProject> modules = new ArrayList<>();
    boolean named = false;
    for (MavenProject project : session.getProjects()) {
      PluginBlock block = PluginBlock.of(project);
      named |= block != null;
      if (block != null && !block.skipped(session)) {
        modules.add(project);
      }
    }
    return named ? modules : session.getProjects();
  }

  /** Folders and files with dumps. */
  List<String> paths() throws IOException {
    List<String> paths = new ArrayList<>();
    for (MavenProject module : modules(session)) {
      if (TestRuns.hasDumps(module)) {
        paths.add(TestRuns.folder(module).toString());
      }
    }
    more.forEach(path -> paths.add(path.toString()));
    return paths;
  }

  /** Makes one dump of all, which also shows circles that no single JVM has. */
  CommandLine merge() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("merge", "-o", merged().toString()));
    arguments.addAll(paths());
    return CommandLine.run(arguments);
  }

  Path merged() {
    return target("jlockdep-merged.jsonl.gz");
  }

  CommandLine check() {
    List<String> arguments = new ArrayList<>(List.of("check"));
    String failOn = failOn();
    if (failOn != null) {
      arguments.addAll(List.of("--fail-on", failOn));
    }
    addBaseline(arguments);
    arguments.add(merged().toString());
    return CommandLine.run(arguments);
  }

  /** Circles of several JVMs are judged here first, so the level asked for has to be said again. */
  private String failOn() {
    for (MavenProject module : modules(session)) {
      PluginBlock block = PluginBlock.of(module);
      String failOn = block == null ? null : block.options(session).get("failOn");
      if (failOn != null) {
        return failOn;
      }
    }
    return null;
  }

  /** Writes a report in a format of the command line. */
  CommandLine report(String format) {
    Path file = target("jlockdep-report." + extension(format));
    List<String> arguments = new ArrayList<>(List.of("report", "--format", format));
    arguments.addAll(List.of("--output", file.toString()));
    arguments.addAll(List.of("--base", session.getExecutionRootDirectory()));
    addBaseline(arguments);
    arguments.add(merged().toString());
    return CommandLine.run(arguments);
  }

  private void addBaseline(List<String> arguments) {
    if (Files.exists(baseline)) {
      arguments.addAll(List.of("--baseline", baseline.toString()));
    }
  }

  private static String extension(String format) {
    switch (format) {
      case "text":
        return "txt";
      case "markdown":
        return "md";
      case "junit":
        return "xml";
      case "mermaid":
        return "mmd";
      default:
        return format;
    }
  }

  private Path target(String name) {
    return Path.of(session.getTopLevelProject().getBuild().getDirectory(), name);
  }
}
