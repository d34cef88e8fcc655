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
  /** Of the forced runs; the others are of bugs that no lock tells, or are told at their end. */
  private static final int CUT_SHORT_MIN = 40;

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
    List<String> arguments =
        new ArrayList<>(List.of("run", "all", "--device", "memory", "--timeout", "0.5"));
    arguments.addAll(List.of(options));
    return ForkedJvm.on(jdk)
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
    long cutShort = result.stdout().lines().filter(row -> row.contains(" cut short ")).count();
    assertTrue(cutShort >= CUT_SHORT_MIN, result.stdout());
  }

  private static Path jar() {
    return Watched.module().resolve("../../sample-fs/target/sample-fs.jar").normalize();
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
