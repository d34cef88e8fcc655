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
  private final Expected expected;
  private final boolean watched = Lockdep.active();
  /** Without the notes: circles that are known to be harmless, which nobody is shown. */
  private final List<Finding> findings;

  /**
   * Reads the findings now, so it is made right after the run.
   *
   * @param before findings of this JVM that were there before the run
   */
  Verdict(Scenario scenario, Mode mode, Outcome outcome, int before) {
    this.scenario = scenario;
    this.mode = mode;
    this.outcome = outcome;
    this.expected = scenario.expected(mode);
    this.findings =
        LockdepControl.findings().stream()
            .skip(before)
            .filter(f -> f.level() != Level.NOTE)
            .toList();
  }

  boolean asExpected() {
    return outcomeFits() && (!watched || findingsFit());
  }

  /** The bug was real: the run hung or lost data. */
  boolean harmed() {
    return outcome.end() == Outcome.End.HUNG || outcome.end() == Outcome.End.CORRUPTED;
  }

  String row() {
    return String.format(
        ROW,
        scenario.id(),
        mode.text(),
        outcome.text(),
        expected.text(),
        foundText(),
        asExpected() ? OK : "NOT " + OK);
  }

  String detail() {
    return outcome.detail();
  }

  private boolean outcomeFits() {
    return switch (outcome.end()) {
      case COMPLETED -> mode != Mode.FORCED;
      case HUNG, CORRUPTED -> mode == Mode.FORCED;
      case CUT_SHORT -> mode != Mode.FIXED;
      case BROKEN -> false;
    };
  }

  /** What was cut short may have shown another side of the same bug first. */
  private boolean findingsFit() {
    return outcome.end() == Outcome.End.CUT_SHORT ? !findings.isEmpty() : expected.fits(findings);
  }

  private String foundText() {
    if (!watched) {
      return "not watched (no agent)";
    }
    if (findings.isEmpty()) {
      return "silence";
    }
    Finding shown =
        findings.stream()
            .filter(expected::matches)
            .findFirst()
            .orElse(findings.get(0));
    String more = findings.size() == 1 ? "" : " (+" + (findings.size() - 1) + ")";
    return Expected.text(shown) + more;
  }
}
