package dev.jlockdep.tests.integration;

import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.FindingRecord;
import java.util.List;

/** Holds what the agent said about a program against its row. */
final class MatrixCheck {
  private MatrixCheck() {}

  static void check(MatrixRow row, Watched watched) {
    switch (row.verdict) {
      case FOUND:
        FindingRecord finding = watched.hasOnly(row.kind, row.classes);
        watched.hasMarkedPositions(finding);
        break;
      case WARNED:
        FindingRecord warning = watched.has(row.kind, Level.POSSIBLE, row.classes);
        watched.hasMarkedPositions(warning);
        break;
      case NOTED:
        FindingRecord note = watched.isSilent().has(row.kind, Level.NOTE, row.classes);
        watched.hasMarkedPositions(note);
        break;
      case EXPLAINED:
        explained(watched.isQuiet());
        break;
      case QUIET:
        watched.isQuiet();
        break;
      default:
        watched.isSilent();
    }
  }

  private static void explained(Watched watched) {
    List<FindingRecord> weak = watched.atLeast(Level.POSSIBLE);
    for (FindingRecord finding : weak) {
      if (finding.evidence().isEmpty()) {
        throw watched.failure("expected a reason for the level in " + finding);
      }
    }
  }
}
