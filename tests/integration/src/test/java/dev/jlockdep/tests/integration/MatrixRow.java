package dev.jlockdep.tests.integration;

import dev.jlockdep.api.FindingKind;
import java.util.List;

/** One program of the detection matrix, and what the agent must say about it. */
final class MatrixRow {
  /** What the agent must say. */
  enum Verdict {
    /** One finding at LIKELY or above, with kind, classes and positions. */
    FOUND,
    /** A finding at POSSIBLE or above. */
    WARNED,
    /** A finding at NOTE, and nothing above. */
    NOTED,
    /** At most a finding at POSSIBLE, which then says why it is no more. */
    EXPLAINED,
    /** At most a finding at POSSIBLE. */
    QUIET,
    /** Nothing at all. */
    SILENT
  }

  final String program;
  final Verdict verdict;
  final FindingKind kind;
  final List<String> classes;
  final int fromJdk;

  private MatrixRow(
      String program, Verdict verdict, FindingKind kind, List<String> classes, int fromJdk) {
    this.program = program;
    this.verdict = verdict;
    this.kind = kind;
    this.classes = classes;
    this.fromJdk = fromJdk;
  }

  /** A circle of lock classes that must be found at LIKELY or above. */
  static MatrixRow cycle(String program, String... classes) {
    return new MatrixRow(program, Verdict.FOUND, FindingKind.CYCLE, List.of(classes), 17);
  }

  /** Nesting within one lock class that must be found at LIKELY or above. */
  static MatrixRow recursion(String program, String lockClass) {
    return new MatrixRow(program, Verdict.FOUND, FindingKind.RECURSION, List.of(lockClass), 17);
  }

  /** A possible deadlock at LIKELY or above, whose classes have no names the program gives them. */
  static MatrixRow found(String program) {
    return new MatrixRow(program, Verdict.FOUND, null, List.of(), 17);
  }

  /** Something that must be found, if only as POSSIBLE. */
  static MatrixRow warned(String program, FindingKind kind, String... classes) {
    return new MatrixRow(program, Verdict.WARNED, kind, List.of(classes), 17);
  }

  /** What is told without a warning, since it cannot hang. */
  static MatrixRow noted(String program, FindingKind kind, String... classes) {
    return new MatrixRow(program, Verdict.NOTED, kind, List.of(classes), 17);
  }

  static MatrixRow of(String program, Verdict verdict) {
    return new MatrixRow(program, verdict, null, List.of(), 17);
  }

  MatrixRow fromJdk(int feature) {
    return new MatrixRow(program, verdict, kind, classes, feature);
  }

  @Override
  public String toString() {
    return program.substring(program.lastIndexOf('.') + 1) + " " + verdict;
  }
}
