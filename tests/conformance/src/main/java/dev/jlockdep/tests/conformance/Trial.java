package dev.jlockdep.tests.conformance;

import dev.jlockdep.tests.conformance.Notation.Segment;
import java.util.List;

/** One run of a row with one choice of JVM locks, and what must come of it. */
final class Trial {
  private final Row row;
  private final String variant;
  private final Expectation expectation;
  private final Script script;
  private final List<String> lockClasses;
  private final DependencyModel dependencies;

  /** The lock operations. */
  @FunctionalInterface
  interface Script {
    /** @param prefix what the names of the lock classes and threads start with */
    void run(String prefix) throws Exception;
  }

  private Trial(
      Row row,
      String variant,
      Expectation expectation,
      Script script,
      List<String> lockClasses,
      DependencyModel dependencies) {
    this.row = row;
    this.variant = variant;
    this.expectation = expectation;
    this.script = script;
    this.lockClasses = lockClasses;
    this.dependencies = dependencies;
  }

  /** A trial whose operations are written by hand. */
  static Trial of(
      Row row, String variant, Expectation expectation, List<String> lockClasses, Script script) {
    return new Trial(row, variant, expectation, script, lockClasses, DependencyModel.unknown());
  }

  /** A trial that runs a sequence of the notation. */
  static Trial of(
      Row row,
      String variant,
      Expectation expectation,
      List<Segment> segments,
      LockKind plain,
      LockKind shared) {
    DependencyModel model = DependencyModel.of(segments, shared);
    return new Trial(
        row,
        variant,
        expectation,
        prefix -> new Interpreter(prefix, plain, shared).run(segments),
        model.lockClasses(),
        model);
  }

  Row row() {
    return row;
  }

  Expectation expectation() {
    return expectation;
  }

  /** The row's test id, with the choice of locks where there are several. */
  String name() {
    return variant.isEmpty() ? row.test() : row.test() + " [" + variant + "]";
  }

  /** What the names of the trial's lock classes and threads start with. */
  String prefix() {
    return variant.isEmpty() ? row.test() : row.test() + "." + variant;
  }

  /** A lock class of the trial by its full name. */
  String lockClass(String letter) {
    return prefix() + "." + letter;
  }

  /** The classes that the tool must have seen, without prefix: a clean verdict on none is void. */
  List<String> lockClasses() {
    return lockClasses;
  }

  DependencyModel dependencies() {
    return dependencies;
  }

  void run() throws Exception {
    script.run(prefix());
  }
}
