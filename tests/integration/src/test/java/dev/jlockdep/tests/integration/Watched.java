package dev.jlockdep.tests.integration;

import static dev.jlockdep.tests.support.AgentJar.projectRoot;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.DumpReader;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the agent reported on one program, and the assertions the tests make on it. */
final class Watched {
  private static final String MARK = "// on the circle";

  private final String program;
  private final ForkedJvm.Result result;
  private final DumpReader dump;

  private Watched(String program, ForkedJvm.Result result, DumpReader dump) {
    this.program = program;
    this.result = result;
    this.dump = dump;
  }

  /** Runs a program of this module's test sources under the agent; it must end with status 0. */
  static Watched run(Jdk jdk, Path output, String program, String... jvmArguments) {
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output)
        .jvm(jvmArguments)
        .classPath(testClasses())
        .main(program)
        .run()
        .expectExit(0);
    return of(program, result, output);
  }

  /** As {@link #run(Jdk, Path, String, String...)}, with arguments of the program. */
  static Watched run(Jdk jdk, Path output, String program, List<String> arguments) {
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output)
        .classPath(testClasses())
        .main(program, arguments.toArray(new String[0]))
        .run()
        .expectExit(0);
    return of(program, result, output);
  }

  static Watched of(String program, ForkedJvm.Result result, Path output) {
    return new Watched(program, result, DumpReader.read(output));
  }

  /** Where the programs were compiled to: a folder that holds nothing of jlockdep but tests. */
  static Path testClasses() {
    return module().resolve("target").resolve("test-classes");
  }

  /** A jar that the build copied, by its name without the ending. */
  static Path library(String name) {
    return module().resolve("target").resolve("libraries").resolve(name + ".jar");
  }

  static Path module() {
    return projectRoot().resolve("tests").resolve("integration");
  }

  DumpReader dump() {
    return dump;
  }

  ForkedJvm.Result result() {
    return result;
  }

  /** Findings at this level or above. */
  List<FindingRecord> atLeast(Level level) {
    return dump.findings().stream()
        .filter(finding -> finding.level().compareTo(level) >= 0)
        .collect(Collectors.toList());
  }

  /** No finding at LIKELY or above, in a run that is known to have been watched. */
  Watched isQuiet() {
    return isWatched().hasNothingAt(Level.LIKELY);
  }

  /** No finding at POSSIBLE or above. */
  Watched isSilent() {
    return isWatched().hasNothingAt(Level.POSSIBLE);
  }

  private Watched hasNothingAt(Level level) {
    if (!atLeast(level).isEmpty()) {
      throw failure("expected nothing at " + level + " or above");
    }
    return this;
  }

  /** The dump is there and complete: silence would mean nothing otherwise. */
  Watched isWatched() {
    if (!dump.complete() || dump.records("run").isEmpty()) {
      throw failure("expected one complete dump, found " + dump.files() + " file(s)");
    }
    return this;
  }

  /** Exactly one finding at LIKELY or above; it is of this kind (null: any), on these classes. */
  FindingRecord hasOnly(FindingKind kind, List<String> classes) {
    isWatched();
    List<FindingRecord> strong = atLeast(Level.LIKELY);
    if (strong.size() != 1) {
      throw failure("expected one finding at LIKELY or above, found " + strong.size());
    }
    return matching(strong, kind, classes);
  }

  /** Some finding at this level or above is of this kind, on these classes. */
  FindingRecord has(FindingKind kind, Level level, List<String> classes) {
    isWatched();
    return matching(atLeast(level), kind, classes);
  }

  /** Some finding at LIKELY or above mentions every one of the names. */
  void hasOneThatMentions(List<String> names) {
    isWatched();
    boolean found = atLeast(Level.LIKELY).stream()
        .anyMatch(finding -> names.stream().allMatch(finding.raw().toString()::contains));
    if (!found) {
      throw failure("expected a finding at LIKELY or above that mentions " + names);
    }
  }

  private FindingRecord matching(
      List<FindingRecord> findings, FindingKind kind, List<String> names) {
    for (FindingRecord finding : findings) {
      if (kind == null || finding.kind() == kind && isOn(finding, names)) {
        return finding;
      }
    }
    throw failure("expected " + kind + " on " + names);
  }

  /** As many classes as names, each class carrying another one of the names. */
  private static boolean isOn(FindingRecord finding, List<String> names) {
    List<String> left = new ArrayList<>(finding.classes());
    for (String name : names) {
      Pattern whole = Pattern.compile("(^|[.$@ ])" + Pattern.quote(name) + "($|[^A-Za-z0-9_])");
      if (!removeFirst(left, whole)) {
        return false;
      }
    }
    return left.isEmpty();
  }

  private static boolean removeFirst(List<String> names, Pattern wanted) {
    for (int i = 0; i < names.size(); i++) {
      if (wanted.matcher(names.get(i)).find()) {
        names.remove(i);
        return true;
      }
    }
    return false;
  }

  /** Every line of the program that is marked as on the circle is a position of the finding. */
  void hasMarkedPositions(FindingRecord finding) {
    hasMarkedPositions(finding, markedLines(""));
  }

  /** The same for the lines of one nested type. */
  void hasMarkedPositions(FindingRecord finding, String type) {
    hasMarkedPositions(finding, markedLines(" class " + type + " {"));
  }

  private void hasMarkedPositions(FindingRecord finding, List<Integer> marked) {
    String file = program.substring(program.lastIndexOf('.') + 1) + ".java";
    for (int line : marked) {
      String position = "(" + file + ":" + line + ")";
      if (finding.positions().stream().noneMatch(frame -> frame.endsWith(position))) {
        throw failure("expected position " + position + " in " + finding);
      }
    }
  }

  /** From the line that ends so, to the end of the type that begins there. */
  private List<Integer> markedLines(String start) {
    Path source = module().resolve("src").resolve("test").resolve("java")
        .resolve(program.replace('.', '/') + ".java");
    try {
      List<String> lines = Files.readAllLines(source);
      List<Integer> marked = new ArrayList<>();
      int first = 0;
      while (!lines.get(first).endsWith(start)) {
        first++;
      }
      int indent = start.isEmpty() ? -1 : lines.get(first).indexOf(lines.get(first).trim());
      for (int i = first; i < lines.size(); i++) {
        if (i > first && indent >= 0 && lines.get(i).equals(" ".repeat(indent) + "}")) {
          break;
        }
        if (lines.get(i).endsWith(MARK)) {
          marked.add(i + 1);
        }
      }
      return marked;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A failure that shows all there is to know about the run. */
  AssertionError failure(String expectation) {
    String all = dump.findings().stream()
        .map(FindingRecord::toString)
        .collect(Collectors.joining("\n  "));
    return new AssertionError(
        program + ": " + expectation + "\nall findings:\n  " + (all.isEmpty() ? "none" : all)
            + "\n" + result);
  }
}
