package dev.jlockdep.agent;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.jmx.Lockdep;
import dev.jlockdep.agent.junit.JunitSetup;
import dev.jlockdep.agent.report.DumpWriter;
import dev.jlockdep.agent.report.Dumps;
import dev.jlockdep.agent.report.FindingReporter;
import dev.jlockdep.agent.report.RunRecord;
import dev.jlockdep.agent.report.Stderr;
import dev.jlockdep.agent.report.Summary;
import java.util.Map;

/**
 * Where findings go in this JVM: dump, standard error, JUnit and management, put together. Refers to
 * the runtime, so it is loaded only once the bootstrap loader finds that.
 */
public final class Output {
  private final AgentOptions options;
  private final FindingReporter reporter;

  private Output(AgentOptions options, FindingReporter reporter) {
    this.options = options;
    this.reporter = reporter;
  }

  /** Opens the dump and listens from now on; call before the first finding can be made. */
  public static Output open(AgentOptions options) {
    DumpWriter dump = DumpWriter.open(options, RunRecord.ofThisJvm(options));
    FindingReporter reporter = new FindingReporter(dump);
    Dumps.install(dump);
    JunitSetup.install(options, reporter);
    for (Map.Entry<String, String> property : JunitSetup.properties().entrySet()) {
      System.setProperty(property.getKey(), property.getValue());
    }
    LockdepControl.addListener(reporter);
    if (options.jmx()) {
      Lockdep.register(reporter);
    }
    return new Output(options, reporter);
  }

  /** What is known of the validation itself; see {@link DumpWriter#coverage}. */
  public void coverage(Map<String, ?> counters) {
    reporter.dump().coverage(counters);
  }

  public FindingReporter reporter() {
    return reporter;
  }

  /**
   * Ends the dump and, where no test session did it, prints the summary if there are findings; for
   * the shutdown hook. Returns whether the JVM has to halt with the options' exit code.
   */
  public boolean end() {
    reporter.dump().end(LockdepControl.findings(), LockdepControl.graph(), LockdepControl.stats());
    if (!JunitSetup.sessionOpened() && !reporter.findings().isEmpty()) {
      Stderr.line(Summary.ofThisJvm(reporter));
    }
    return JunitSetup.exitDue(options);
  }
}
