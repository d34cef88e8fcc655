package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The correct sample filesystem under random load and under the agent: silent, nothing held at the
 * end, no dependency that nobody has reviewed.
 */
class SampleFsWorkloadsTest {
  @TempDir
  Path output;

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void theCorrectFilesystemIsSilentUnderLoad(Jdk jdk) {
    ForkedJvm.Result result = run(jdk, "soak", "all", "--seconds", "20");
    assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
    assertSays(result, "accounting: exact");
    assertSays(result, "findings: 0");
    assertSays(result, "held: 0");
    assertSays(result, " seen, 0 of them not reviewed");
  }

  @Test
  void aDependencyThatNobodyHasReviewedFails() throws IOException {
    Path golden = Files.writeString(output.resolve("golden.txt"), "ilock -> alloc_group\n");
    ForkedJvm.Result result =
        run(Jdks.find(17), "soak", "W7", "--seconds", "1", "--golden", golden.toString());
    assertEquals(1, result.exitCode(), result.stdout() + result.stderr());
    assertSays(result, "findings: 0");
    assertSays(result, "WRONG: dependency that nobody has reviewed: i_rwsem -> inode_dio");
    assertTrue(!result.stdout().contains("reviewed: ilock -> alloc_group"), result.stdout());
  }

  private ForkedJvm.Result run(Jdk jdk, String... words) {
    return ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output)
        .jar(jar(), words)
        .timeout(Duration.ofMinutes(3))
        .run();
  }

  private static void assertSays(ForkedJvm.Result result, String text) {
    assertTrue(result.stdout().contains(text), result.stdout());
  }

  private static Path jar() {
    return Watched.module().resolve("../../sample-fs/target/sample-fs.jar").normalize();
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
