package dev.jlockdep.agent.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.jlockdep.agent.AgentOptions;
import dev.jlockdep.agent.report.DumpWriter;
import dev.jlockdep.agent.report.FindingReporter;
import dev.jlockdep.agent.report.RunRecord;
import dev.jlockdep.agent.report.SampleFindings;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.Level;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A JVM with tests in which findings appear, set up as the agent does it: run by {@link
 * JunitForkTest}, which reads what is printed.
 */
public final class SampleTestRun {
  private static FindingReporter reporter;

  private SampleTestRun() {}

  /** Runs the sample tests; {@code args[0]} is the agent string. */
  public static void main(String[] args) {
    AgentOptions options = AgentOptions.parse(args[0]);
    DumpWriter dump = DumpWriter.open(options, RunRecord.ofThisJvm(options));
    reporter = new FindingReporter(dump);
    JunitSetup.install(options, reporter);
    JunitSetup.properties().forEach(System::setProperty);
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(Sample.class))
                  .build(),
              new Printer());
      if (args.length > 1) {
        reporter.found(circle("Late", "Later", "Latest", "Last"));
      }
    } catch (AssertionError e) {
      System.out.println("session failed: " + e.getMessage().split("\n")[0]);
    }
    System.out.println("exit due: " + JunitSetup.exitDue(options));
  }

  private static Finding circle(String... names) {
    return SampleFindings.circle(Level.LIKELY, true, names);
  }

  private static final class Printer implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      String failure =
          result.getThrowable().map(e -> e.getMessage().split("\n")[0]).orElse("");
      System.out.println(test.getDisplayName() + " " + result.getStatus() + " " + failure);
    }
  }

  /** Not run by the build itself: its name does not end as test types do. */
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static final class Sample {
    @Test
    @Order(1)
    void onPoolThread() throws InterruptedException, ExecutionException {
      ExecutorService pool = Executors.newSingleThreadExecutor();
      pool.submit(() -> reporter.found(circle("A", "B"))).get();
      pool.shutdown();
    }

    @Test
    @Order(2)
    void seenAgain() {
      reporter.found(circle("A", "B"));
    }

    @Test
    @Order(3)
    void clean() {}

    @AfterAll
    static void inTearDown() {
      reporter.found(circle("X", "Y", "Z"));
    }
  }
}
