package dev.jlockdep.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.FindingRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what was observed of one trial against what is expected of it. */
final class TrialCheck {
  private static final String OWN_CODE = "dev.jlockdep.tests.conformance.";

  private final Trial trial;
  private final Observation observation;
  private final List<FindingRecord> findings;

  TrialCheck(Trial trial, Observation observation) {
    this.trial = trial;
    this.observation = observation;
    this.findings = observation.findings(trial);
  }

  void check() {
    assertEquals("", observation.error(trial), describe("it threw"));
    checkSeen();
    switch (trial.expectation().verdict()) {
      case CLEAN:
        assertTrue(findings.isEmpty(), describe("expected no finding"));
        break;
      case LOWERED:
        checkLowered();
        break;
      default:
        checkFinding();
    }
    checkDependencies();
  }

  /** A clean verdict about locks the tool never saw would be worth nothing. */
  private void checkSeen() {
    List<String> seen = observation.lockClasses(trial);
    assertTrue(seen.containsAll(trial.lockClasses()),
        describe("the tool saw the classes " + seen + ", not all of " + trial.lockClasses()));
  }

  private void checkFinding() {
    Expectation expected = trial.expectation();
    assertEquals(1, findings.size(), describe("expected one finding"));
    FindingRecord finding = findings.get(0);
    assertEquals(expected.kind(), finding.kind(), describe("another kind"));
    assertTrue(isOf(finding, expected.classes()), describe("other classes, or another order"));
    assertTrue(finding.level().compareTo(expected.level()) >= 0,
        describe("level below " + expected.level()));
    checkEvidence(finding);
    checkWhereabouts(finding);
  }

  private void checkLowered() {
    assertTrue(findings.size() <= 1, describe("expected one finding at most"));
    for (FindingRecord finding : findings) {
      assertTrue(isOf(finding, trial.expectation().classes()), describe("other classes"));
      assertTrue(finding.level().compareTo(trial.expectation().level()) <= 0,
          describe("level too high"));
      assertTrue(!finding.failing() || isDeclared(finding), describe("it would fail a build"));
      checkEvidence(finding);
    }
  }

  /** What is possible only may fail a build where all classes got their names from the program. */
  private boolean isDeclared(FindingRecord finding) {
    return finding.level() == Level.POSSIBLE
        && finding.classes().stream().allMatch(name -> name.startsWith(trial.prefix()));
  }

  private boolean isOf(FindingRecord finding, List<String> classes) {
    List<String> letters = finding.classes().stream()
        .map(name -> Observation.letter(name, trial))
        .collect(Collectors.toList());
    return FindingRecord.isRotation(letters, classes);
  }

  private void checkEvidence(FindingRecord finding) {
    String wanted = trial.expectation().evidence();
    assertTrue(wanted.isEmpty() || finding.evidence().stream().anyMatch(e -> e.contains(wanted)),
        describe("no evidence line with \"" + wanted + "\""));
  }

  /** Positions in the user's code (here: this package), and the threads of the trial. */
  private void checkWhereabouts(FindingRecord finding) {
    assertTrue(!finding.positions().isEmpty(), describe("no positions"));
    for (String position : finding.positions()) {
      assertTrue(position.contains(OWN_CODE), describe("outside the program: " + position));
    }
    for (String thread : finding.threads()) {
      assertTrue(thread.startsWith(trial.prefix() + " "), describe("foreign thread " + thread));
    }
    if (finding.kind() == FindingKind.CYCLE) {
      assertTrue(finding.positions().size() >= finding.classes().size(),
          describe("fewer positions than dependencies"));
    }
  }

  private void checkDependencies() {
    List<DependencyModel.Entry> seen = observation.dependencies(trial);
    Set<DependencyModel.Entry> missing = new LinkedHashSet<>(trial.dependencies().required());
    missing.removeAll(seen);
    assertEquals(Set.of(), missing, describe("missing dependencies; seen were " + seen));
    List<DependencyModel.Entry> extra = seen.stream()
        .filter(dependency -> !trial.dependencies().allows(dependency))
        .collect(Collectors.toList());
    assertEquals(List.of(), extra, describe("dependencies that the sequence does not have"));
  }

  private String describe(String complaint) {
    String all = findings.stream().map(FindingRecord::toString).collect(Collectors.joining("\n  "));
    return observation + ", row " + trial.row().id() + " " + trial.name() + ": " + complaint
        + "\n  sequence: " + trial.row().sequence()
        + "\n  expected: " + trial.expectation()
        + "\n  findings: " + (all.isEmpty() ? "none" : all) + "\n";
  }
}
