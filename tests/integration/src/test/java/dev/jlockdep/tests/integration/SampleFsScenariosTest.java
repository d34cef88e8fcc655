package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sample filesystem under the agent: each of its scenarios really hangs when forced, is reported
 * in all faulty runs with its kind, classes and positions, and is silent when fixed.
 */
class SampleFsScenariosTest {
  /** Where the wait is in a lock of the JDK itself, a benign run could not give it up. */
  private static final String ONLY_FORCED_ON_JDK_LOCKS = "B5,B5w,D4f,I5";

  @TempDir
  Path output;

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void verdictTable(Jdk jdk) {
    ForkedJvm.Result result = runAll(jdk, "report");
    assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
    assertTrue(result.stdout().contains(" as expected"), result.stdout());
  }

  private ForkedJvm.Result runAll(Jdk jdk, String onFinding, String... options) {
    return run(ForkedJvm.on(jdk), onFinding, "all", options);
  }

  private ForkedJvm.Result run(
      ForkedJvm jvm, String onFinding, String ids, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("run", ids, "--device", "memory", "--timeout", "0.5"));
    arguments.addAll(List.of(options));
    return jvm
        .agent("onFinding=" + onFinding + ",output=" + output)
        // for the JVM of each run, which lives a second: start fast
        .jvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
        .jar(jar(), arguments.toArray(new String[0]))
        .timeout(Duration.ofMinutes(15))
        .run();
  }

  /** What would hang, or lose data, is cut short before it does where jlockdep can know. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void forcedIsCutShort(Jdk jdk) {
    ForkedJvm.Result result = runAll(jdk, "throw", "--forced");
    assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
    List<String> rows =
        result.stdout().lines().filter(row -> row.contains(" forced ")).toList();
    List<String> toTheEnd = rows.stream().filter(row -> !row.contains(" cut short ")).toList();
    assertTrue(rows.size() > toTheEnd.size(), result.stdout());
    assertEquals(
        List.of(),
        toTheEnd.stream().filter(row -> !tooLateToThrow(row)).toList(),
        result.stdout());
  }

  /** No lock tells of the bug, or what was left behind is seen at the end of the thread. */
  private static boolean tooLateToThrow(String row) {
    return row.contains(" silence ") || row.contains(" LEAK ");
  }

  /** What the filesystem's locks are is known from the bytecode only. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void locksOfTheJdkAreWatchedWithoutDeclaration(Jdk jdk) {
    for (String[] what :
        List.of(
            new String[] {"all", "--benign"}, new String[] {"all", "--fixed"},
            new String[] {ONLY_FORCED_ON_JDK_LOCKS, "--forced"})) {
      ForkedJvm.Result result =
          run(
              ForkedJvm.on(jdk).property("samplefs.locks", "jdk"), "report", what[0], what[1]);
      assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
    }
  }

  private static Path jar() {
    return Watched.module().resolve("../../sample-fs/target/sample-fs.jar").normalize();
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
