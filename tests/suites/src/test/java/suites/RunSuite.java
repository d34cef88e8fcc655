package suites;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests of one jar or folder and writes first the CPU time in milliseconds, then a line for
 * each test: how it ended, which one it was, and for a failure the type of what was thrown.
 * Arguments: file to write, jar or folder, pattern of the class names to run, pattern of those to
 * leave out.
 */
public final class RunSuite {
  private RunSuite() {}

  public static void main(String[] args) throws IOException {
    List<? extends DiscoverySelector> roots =
        DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(args[1])));
    Outcomes outcomes = new Outcomes();
    LauncherFactory.create().execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(roots)
            .filters(
                ClassNameFilter.includeClassNamePatterns(args[2]),
                ClassNameFilter.excludeClassNamePatterns(args[3]))
            .build(),
        outcomes);
    List<String> lines = outcomes.lines();
    lines.add(0, Long.toString(cpuMillis()));
    Files.write(Path.of(args[0]), lines);
    // what the tests leave running must not keep the JVM
    System.exit(0);
  }

  private static long cpuMillis() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1_000_000;
  }

  private static final class Outcomes implements TestExecutionListener {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    List<String> lines() {
      List<String> sorted = new ArrayList<>(lines);
      Collections.sort(sorted);
      return sorted;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      lines.add("SKIPPED " + test.getUniqueId());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (!test.isTest() && result.getThrowable().isEmpty()) {
        return;
      }
      result.getThrowable().ifPresent(t -> System.err.println(test.getUniqueId() + " " + t));
      String thrown = result.getThrowable().map(t -> " " + t.getClass().getName()).orElse("");
      lines.add(result.getStatus() + " " + test.getUniqueId() + thrown);
    }
  }
}
