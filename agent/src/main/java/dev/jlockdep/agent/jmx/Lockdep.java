package dev.jlockdep.agent.jmx;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.AgentOptions;
import dev.jlockdep.agent.report.Dumps;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.FindingReporter;
import dev.jlockdep.agent.report.Splat;
import dev.jlockdep.agent.report.Stderr;
import dev.jlockdep.api.DependencyView;
import dev.jlockdep.api.GraphView;
import dev.jlockdep.api.LockClassView;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import javax.management.JMException;
import javax.management.ObjectName;

/** The management bean; registered on request only, since the server costs start-up time. */
public final class Lockdep implements LockdepMXBean {
  /** Its name. */
  public static final String NAME = "dev.jlockdep:type=Lockdep";

  private final FindingReporter reporter;

  private Lockdep(FindingReporter reporter) {
    this.reporter = reporter;
  }

  /** Registers the bean; on failure says so and goes on. */
  public static void register(FindingReporter reporter) {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new Lockdep(reporter), new ObjectName(NAME));
      System.setProperty(AgentOptions.JMX_PROPERTY, "true");
    } catch (JMException | RuntimeException | LinkageError e) {
      Stderr.line("jlockdep: jmx=true has no effect, the bean could not be registered: " + e);
    }
  }

  @Override
  public String dump() {
    return Dumps.onDemand("dump");
  }

  @Override
  public String getDumpFile() {
    Path file = reporter.dump().file();
    return file == null ? "" : file.toString();
  }

  @Override
  public String[] getFindings() {
    List<FindingRecord> findings = reporter.findings();
    String[] lines = new String[findings.size()];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = Splat.oneLine(findings.get(i));
    }
    return lines;
  }

  @Override
  public int getFailingCount() {
    return reporter.failing();
  }

  @Override
  public Map<String, Long> getStats() {
    Map<String, Long> stats = new LinkedHashMap<>();
    for (Map.Entry<String, Object> stat : LockdepControl.stats().values().entrySet()) {
      if (stat.getValue() instanceof Number number) {
        stats.put(stat.getKey(), number.longValue());
      }
    }
    return stats;
  }

  @Override
  public LockClassInfo[] getClasses() {
    GraphView graph = LockdepControl.graph();
    Map<Integer, int[]> degrees = new HashMap<>();
    for (LockClassView lockClass : graph.classes()) {
      degrees.put(lockClass.id(), new int[2]);
    }
    for (DependencyView dependency : graph.dependencies()) {
      degrees.computeIfAbsent(dependency.from().id(), id -> new int[2])[0]++;
      degrees.computeIfAbsent(dependency.to().id(), id -> new int[2])[1]++;
    }
    List<LockClassInfo> classes = new ArrayList<>();
    for (LockClassView lockClass : graph.classes()) {
      int[] degree = degrees.get(lockClass.id());
      classes.add(new LockClassInfo(lockClass, degree[0], degree[1]));
    }
    return classes.toArray(new LockClassInfo[0]);
  }

  @Override
  public String[] chains(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most is " + most + ": ask for 1 chain or more");
    }
    GraphView graph = LockdepControl.graph();
    Map<Integer, String> names = new HashMap<>();
    graph.classes().forEach(lockClass -> names.put(lockClass.id(), lockClass.name()));
    List<int[]> chains = new ArrayList<>(graph.chains());
    chains.sort((a, b) -> b.length - a.length);
    List<String> lines = new ArrayList<>();
    for (int[] chain : chains.subList(0, Math.min(most, chains.size()))) {
      StringJoiner line = new StringJoiner(" -> ");
      for (int lockClass : chain) {
        line.add(names.getOrDefault(lockClass, "unknown"));
      }
      lines.add(line.toString());
    }
    return lines.toArray(new String[0]);
  }

  @Override
  public LockStatInfo[] getLockStats() {
    return LockdepControl.lockStats().stream().map(LockStatInfo::new).toArray(LockStatInfo[]::new);
  }

  @Override
  public void reset() {
    LockdepControl.resetLockStats();
  }
}
