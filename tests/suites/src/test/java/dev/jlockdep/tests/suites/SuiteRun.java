package dev.jlockdep.tests.suites;

import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One run of a suite in a JVM of its own: how each test ended, and the time it took. */
final class SuiteRun {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final ForkedJvm.Result result;
  private final List<String> outcomes;
  private final long cpuMillis;

  private SuiteRun(ForkedJvm.Result result, List<String> outcomes) {
    this.result = result;
    this.outcomes = outcomes.subList(1, outcomes.size());
    this.cpuMillis = Long.parseLong(outcomes.get(0));
  }

  /**
   * @param folder for the working folder and the result, made here
   * @param agent options of the agent; null for a bare JVM
   */
  static SuiteRun of(Suite suite, String classes, Jdk jdk, Path folder, String agent) {
    try {
      Path work = Files.createDirectories(folder.resolve("work"));
      suite.copyData(work);
      Path file = folder.resolve("outcomes");
      // as Surefire does
      ForkedJvm jvm = ForkedJvm.on(jdk).jvm("-ea");
      if (agent != null) {
        jvm.agent(agent);
      }
      ForkedJvm.Result result = jvm
          .jvm(suite.jvmArguments.toArray(new String[0]))
          .property("java.io.tmpdir", Files.createDirectories(folder.resolve("tmp")))
          .classPath(suite.classPath().toArray(new Path[0]))
          .folder(work)
          .timeout(LIMIT)
          .main("suites.RunSuite", file.toString(), suite.root().toString(), classes,
              suite.without)
          .run()
          .expectExit(0);
      return new SuiteRun(result, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ForkedJvm.Result result() {
    return result;
  }

  /** A line for each test: status, identity, type of what was thrown. Sorted. */
  List<String> outcomes() {
    return outcomes;
  }

  /** CPU time of the JVM until the last test had ended. */
  long cpuMillis() {
    return cpuMillis;
  }

  long count(String status) {
    return outcomes.stream().filter(line -> line.startsWith(status + " ")).count();
  }
}
