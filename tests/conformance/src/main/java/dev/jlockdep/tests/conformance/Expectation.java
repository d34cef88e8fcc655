package dev.jlockdep.tests.conformance;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import java.util.List;

/** What the tool must say about a trial. */
final class Expectation {
  /** The shape of the answer. */
  enum Verdict {
    /** No finding at all. */
    CLEAN,
    /** One finding, of the kind and about the classes given, and no other. */
    FINDING,
    /** Nothing, or one finding of a low level whose evidence names the reason. */
    LOWERED
  }

  private final Verdict verdict;
  private final FindingKind kind;
  private final List<String> classes;
  private final Level level;
  private final String evidence;

  private Expectation(
      Verdict verdict, FindingKind kind, List<String> classes, Level level, String evidence) {
    this.verdict = verdict;
    this.kind = kind;
    this.classes = classes;
    this.level = level;
    this.evidence = evidence;
  }

  static Expectation clean() {
    return new Expectation(Verdict.CLEAN, null, List.of(), null, "");
  }

  /** @param classes without the trial's prefix, in cycle order */
  static Expectation finding(FindingKind kind, Level levelMin, String... classes) {
    return new Expectation(Verdict.FINDING, kind, List.of(classes), levelMin, "");
  }

  static Expectation recursion(String lockClass) {
    return finding(FindingKind.RECURSION, Level.POSSIBLE, lockClass);
  }

  /** @param classes letters of the classes in cycle order, such as {@code ABC} */
  static Expectation cycle(Level levelMin, String classes) {
    return finding(FindingKind.CYCLE, levelMin, classes.split(""));
  }

  /** @param classes without the trial's prefix, in cycle order */
  static Expectation lowered(Level levelMax, String evidence, String... classes) {
    return new Expectation(
        Verdict.LOWERED, null, List.of(classes), levelMax, evidence);
  }

  /** The same, with an evidence line that must be there. */
  Expectation because(String part) {
    return new Expectation(verdict, kind, classes, level, part);
  }

  Verdict verdict() {
    return verdict;
  }

  FindingKind kind() {
    return kind;
  }

  List<String> classes() {
    return classes;
  }

  /** The lowest level that will do; for a lowered verdict, the highest. */
  Level level() {
    return level;
  }

  /** Part of an evidence line, or an empty string when any evidence will do. */
  String evidence() {
    return evidence;
  }

  @Override
  public String toString() {
    return verdict + (kind == null ? "" : " " + kind) + (classes.isEmpty() ? "" : " " + classes);
  }
}
