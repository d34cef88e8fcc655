package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sample filesystem under the agent: each of its scenarios really hangs when forced, is reported
 * in all faulty runs with its kind, classes and positions, and is silent when fixed.
 */
class SampleFsScenariosTest {
  @TempDir
  Path output;

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void verdictTable(Jdk jdk) {
    ForkedJvm.Result result =
        ForkedJvm.on(jdk)
            .agent("onFinding=report,output=" + output)
            // for the JVM of each run, which lives a second: start fast
            .jvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            .jar(jar(), "run", "all", "--device", "memory", "--timeout", "0.5")
            .timeout(Duration.ofMinutes(5))
            .run();
    assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
    assertTrue(result.stdout().contains(" as expected"), result.stdout());
  }

  private static Path jar() {
    return Watched.module().resolve("../../sample-fs/target/sample-fs.jar").normalize();
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
