package dev.jlockdep.tests.integration;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.FindingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What must come of one kernel of {@code programs.declared}: one finding, or none. */
final class KernelRow {
  private final String kernel;
  private final FindingKind kind;
  private final Level level;
  private final List<String> classes;
  private final List<String> positions = new ArrayList<>();
  private String evidence = "";
  private String message = "";
  private boolean exactly;

  private KernelRow(String kernel, FindingKind kind, Level level, List<String> classes) {
    this.kernel = kernel;
    this.kind = kind;
    this.level = level;
    this.classes = classes;
  }

  /** One finding of this kind at this level or above, on these classes in cycle order. */
  static KernelRow finds(String kernel, FindingKind kind, Level level, String... classes) {
    return new KernelRow(kernel, kind, level, List.of(classes));
  }

  /** Nothing at POSSIBLE or above. */
  static KernelRow silent(String kernel) {
    return new KernelRow(kernel, null, null, List.of());
  }

  /** Some position of the finding is in each of these methods. */
  KernelRow at(String... methods) {
    positions.addAll(List.of(methods));
    return this;
  }

  /** Some evidence line contains this. */
  KernelRow says(String part) {
    evidence = part;
    return this;
  }

  /** The message contains this. */
  KernelRow mentions(String part) {
    message = part;
    return this;
  }

  /** At this level, not above. */
  KernelRow exactly() {
    exactly = true;
    return this;
  }

  String kernel() {
    return kernel;
  }

  /** Whether a finding is about this kernel: all names in it start with the kernel's. */
  boolean owns(FindingRecord finding) {
    return finding.classes().stream().anyMatch(name -> name.matches(".*\\b" + kernel + "\\..*"))
        || finding.threads().stream().anyMatch(name -> name.startsWith(kernel + " "))
        || finding.message().startsWith(kernel + " ");
  }

  void check(Watched watched) {
    Level from = level == Level.NOTE ? Level.NOTE : Level.POSSIBLE;
    List<FindingRecord> mine = watched.atLeast(from).stream()
        .filter(this::owns)
        .collect(Collectors.toList());
    if (kind == null) {
      expect(watched, mine.isEmpty(), mine, "nothing");
      return;
    }
    expect(watched, mine.size() == 1, mine, "one finding");
    FindingRecord finding = mine.get(0);
    expect(watched, finding.kind() == kind, mine, kind.toString());
    expect(watched, isOn(finding), mine, "the classes " + classes);
    int rank = finding.level().compareTo(level);
    expect(watched, exactly ? rank == 0 : rank >= 0, mine, "level " + level);
    expect(watched, finding.message().contains(message), mine, "message with " + message);
    expect(watched, evidence.isEmpty() || any(finding.evidence(), evidence), mine,
        "evidence with " + evidence);
    for (String position : positions) {
      expect(watched, any(finding.positions(), position), mine, "position in " + position);
    }
    expect(watched, finding.positions().stream().noneMatch(KernelRow::isOurs), mine,
        "no positions in jlockdep");
  }

  private boolean isOn(FindingRecord finding) {
    List<String> names = finding.classes().stream()
        .map(name -> name.replaceFirst("^.*\\b" + kernel + "\\.", ""))
        .map(name -> name.endsWith("\"") ? name.substring(0, name.length() - 1) : name)
        .collect(Collectors.toList());
    return FindingRecord.isRotation(names, classes);
  }

  private static boolean isOurs(String position) {
    return position.isEmpty()
        || position.startsWith("dev.jlockdep.") && !position.startsWith("dev.jlockdep.tests.");
  }

  private static boolean any(List<String> lines, String part) {
    return lines.stream().anyMatch(line -> line.contains(part));
  }

  private void expect(Watched watched, boolean holds, List<FindingRecord> mine, String what) {
    if (!holds) {
      throw new AssertionError(kernel + ": expected " + what + "; found "
          + mine.stream().map(f -> "\n  " + f + "\n    " + f.message())
              .collect(Collectors.joining())
          + "\n" + watched.result().stderr().lines().limit(40).collect(Collectors.joining("\n")));
    }
  }

  @Override
  public String toString() {
    return kernel;
  }
}
