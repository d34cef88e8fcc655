package dev.jlockdep.agent.report;

import dev.jlockdep.LockdepControl;
import java.util.List;
import java.util.Map;

/** The one line that ends a run. */
public final class Summary {
  private Summary() {}

  /** Counts of this JVM: findings by kind, graph, dump. */
  public static String ofThisJvm(FindingReporter reporter) {
    Map<String, Object> stats = LockdepControl.stats().values();
    return "jlockdep: "
        + findings(reporter.findings(), reporter.failing())
        + " | "
        + count(stats, "classes")
        + ", "
        + count(stats, "dependencies")
        + ", "
        + count(stats, "chains")
        + " | dump "
        + (reporter.dump().file() == null ? "none" : reporter.dump().file());
  }

  /**
   * {@code 1 circular, 0 recursive, 0 other (1 failing)}.
   *
   * @param failing how many of them fail, which an accepted one does not
   */
  public static String findings(Iterable<FindingRecord> findings, int failing) {
    int circular = 0;
    int recursive = 0;
    int other = 0;
    for (FindingRecord finding : findings) {
      circular += finding.kind().equals("CYCLE") ? 1 : 0;
      recursive += finding.kind().equals("RECURSION") ? 1 : 0;
      other += List.of("CYCLE", "RECURSION").contains(finding.kind()) ? 0 : 1;
    }
    return circular + " circular, " + recursive + " recursive, " + other + " other ("
        + failing + " failing)";
  }

  private static String count(Map<String, Object> stats, String key) {
    return stats.getOrDefault(key, "?") + " " + key;
  }
}
