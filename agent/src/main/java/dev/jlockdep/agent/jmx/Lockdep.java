package dev.jlockdep.agent.jmx;

import dev.jlockdep.agent.AgentOptions;
import dev.jlockdep.agent.report.Dumps;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.FindingReporter;
import dev.jlockdep.agent.report.Splat;
import dev.jlockdep.agent.report.Stderr;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
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
}
