package dev.jlockdep.agent.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The content of one dump file: usually one run, several when dumps were concatenated. Its graph and
 * findings go once they are in a {@link DumpSet}, so that many dumps need no more memory than what is
 * different in them.
 */
public final class Dump {
  private final Path file;
  final Map<String, RunRecord> runs = new LinkedHashMap<>();
  final Map<String, Map<String, Object>> ends = new LinkedHashMap<>();
  final Map<String, ClassRecord> classes = new LinkedHashMap<>();
  final Map<String, GraphDependency> dependencies = new LinkedHashMap<>();
  final Set<List<String>> chains = new LinkedHashSet<>();
  final List<AuditRecord> audits = new ArrayList<>();
  final Map<String, LockStatRecord> lockStats = new LinkedHashMap<>();
  final List<SuppressionRecord> suppressions = new ArrayList<>();
  final List<Found> findings = new ArrayList<>();
  final List<String> corrupt = new ArrayList<>();
  private boolean truncated;

  /** The graph and the findings are kept elsewhere now. */
  void forgetGraph() {
    classes.clear();
    dependencies.clear();
    chains.clear();
    findings.clear();
    lockStats.clear();
  }

  /** A finding, the run that made it, and the ids of all runs that have it. */
  public record Found(FindingRecord finding, RunRecord run, List<String> runs) {}

  Dump(Path file) {
    this.file = file;
  }

  public Path file() {
    return file;
  }

  /** Whether nothing of it can be used. */
  public boolean unreadable() {
    return runs.isEmpty();
  }

  /** Lines that are no records, each with file, line and reason. */
  public List<String> corrupt() {
    return corrupt;
  }

  /** Whether the last line stops in the middle, as when the JVM was killed while writing. */
  public boolean truncated() {
    return truncated;
  }

  void setTruncated() {
    truncated = true;
  }

  /**
   * In order of writing; a finding whose evidence grew is there once for each level. None in a dump of
   * a {@link DumpSet}, which has them itself.
   */
  public List<Found> findings() {
    return findings;
  }

  /** Guarded operations of its runs. */
  public List<AuditRecord> audits() {
    return audits;
  }

  /** Suppressions in the code of its runs. */
  public List<SuppressionRecord> suppressions() {
    return suppressions;
  }

  public Iterable<RunRecord> runs() {
    return runs.values();
  }

  public int runCount() {
    return runs.size();
  }

  /** Whether the run wrote its end record: a killed or halted JVM did not. */
  public boolean ended(RunRecord run) {
    return ends.containsKey(run.id());
  }

  /** Why the run's silence proves nothing, or an empty string. */
  public static String notValidated(RunRecord run) {
    Map<String, Object> coverage = run.coverage();
    Object selfTest = coverage.get("selfTest");
    if (selfTest != null && !selfTest.equals("ok")) {
      return "the self-test failed: " + selfTest;
    }
    Object woven = coverage.get("typesWoven");
    if (woven instanceof Number number && number.longValue() == 0) {
      return "no type was woven: the agent saw nothing of the program";
    }
    return "";
  }
}
