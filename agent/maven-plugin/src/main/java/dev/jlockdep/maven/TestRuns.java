package dev.jlockdep.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;

/** What the test JVMs of a module left in its build folder: dumps, and the reports of the tests. */
final class TestRuns {
  /** The plugins that run tests, by the middle of their names. */
  static final List<String> KINDS = List.of("surefire", "failsafe");

  private TestRuns() {}

  /** The folder with the dumps, and with what is written beside them. */
  static Path folder(MavenProject project) {
    return Path.of(project.getBuild().getDirectory(), "jlockdep");
  }

  static boolean hasDumps(MavenProject project) throws IOException {
    return hasDumps(folder(project), Integer.MAX_VALUE);
  }

  private static boolean hasDumps(Path folder, int depth) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.anyMatch(
          file -> file.getFileName().toString().matches("jlockdep-.*\\.jsonl(\\.gz)?"));
    }
  }

  /**
   * The kinds of tests that ran without leaving a dump: they were not watched.
   *
   * @param since milliseconds; reports of tests that are older are of another build
   */
  static List<String> unwatched(MavenProject project, long since) throws IOException {
    List<String> unwatched = new ArrayList<>();
    Path folder = folder(project);
    for (String kind : KINDS) {
      boolean dumps = hasDumps(folder.resolve(kind), Integer.MAX_VALUE) || hasDumps(folder, 1);
      if (!dumps && testsRan(Path.of(project.getBuild().getDirectory(), kind + "-reports"), since)) {
        unwatched.add(kind);
      }
    }
    return unwatched;
  }

  private static boolean testsRan(Path reports, long since) throws IOException {
    if (!Files.isDirectory(reports)) {
      return false;
    }
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        boolean report = name.startsWith("TEST-") && name.endsWith(".xml");
        if (report && Files.getLastModifiedTime(file).toMillis() >= since) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Deletes what former builds left, so that a finding that was repaired is gone. What this build
   * wrote stays: goals that fork a life cycle come by here again after the tests.
   *
   * @param before milliseconds; the start of this build
   */
  static void deleteOld(MavenProject project, long before) throws IOException {
    Path folder = folder(project);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).toMillis() < before) {
          Files.delete(file);
        }
      }
    }
  }
}
