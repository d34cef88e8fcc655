package dev.jlockdep.fs.scenario;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.Level;
import java.util.List;

/** What one run was expected to give and what it gave: a row of the verdict table. */
final class Verdict {
  private static final String ROW = "%-4s %-7s %-10s %-50s %-50s %s";
  static final String HEADER =
      String.format(ROW, "ID", "MODE", "OUTCOME", "EXPECTED", "FOUND", "VERDICT");
  static final String OK = "as expected";

  private final Scenario scenario;
  private final Mode mode;
  private final Outcome outcome;
  private final boolean watched = Lockdep.active();
  private final List<Finding> findings = LockdepControl.findings();

  /** Reads the findings now, so it is made right after the run. */
  Verdict(Scenario scenario, Mode mode, Outcome outcome) {
    this.scenario = scenario;
    this.mode = mode;
    this.outcome = outcome;
  }

  boolean asExpected() {
    return outcomeFits() && (!watched || findingsFit());
  }

  boolean hung() {
    return outcome.end() == Outcome.End.HUNG;
  }

  String row() {
    return String.format(
        ROW,
        scenario.id(),
        mode.text(),
        outcome.text(),
        mode == Mode.FIXED ? "silence" : scenario.expected(mode).text(),
        foundText(),
        asExpected() ? OK : "NOT " + OK);
  }

  String detail() {
    return outcome.detail();
  }

  private boolean outcomeFits() {
    return switch (outcome.end()) {
      case COMPLETED -> mode != Mode.FORCED;
      case HUNG -> mode == Mode.FORCED;
      case CUT_SHORT -> mode != Mode.FIXED;
      case BROKEN -> false;
    };
  }

  private boolean findingsFit() {
    if (mode == Mode.FIXED) {
      return findings.stream().allMatch(Verdict::isNote);
    }
    return findings.stream().anyMatch(scenario.expected(mode)::matches);
  }

  /** A circle that is known to be harmless is noted for the reader, and not printed. */
  private static boolean isNote(Finding finding) {
    return finding.level() == Level.NOTE;
  }

  private String foundText() {
    if (!watched) {
      return "not watched (no agent)";
    }
    if (findings.stream().allMatch(Verdict::isNote)) {
      return findings.isEmpty() ? "silence" : "silence (" + findings.size() + " notes)";
    }
    Finding shown =
        findings.stream()
            .filter(scenario.expected(mode)::matches)
            .findFirst()
            .orElse(findings.get(0));
    String more = findings.size() == 1 ? "" : " (+" + (findings.size() - 1) + ")";
    return Expected.text(shown) + more;
  }
}
