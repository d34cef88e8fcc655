package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.DumpReader;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Watching a JVM that runs already. */
class AttachCommandTest {
  @TempDir
  Path output;

  @ParameterizedTest
  @MethodSource("jdks")
  void runningProgramIsWatchedFromThenOnAndOnlyOnce(Jdk jdk) {
    try (ForkedJvm.Running program = ForkedJvm.on(jdk)
        .classPath(Watched.testClasses())
        .main("programs.hangs.Hang", "locks")
        .start()) {
      assertTrue(program.awaitStdout("stuck", Duration.ofSeconds(30)), "the program hangs");
      String pid = Long.toString(program.pid());
      ForkedJvm.Result attached = ForkedJvm.on(jdk)
          .jar(AgentJar.path(), "attach", pid, "--options", "watch=false,output=" + output)
          .run()
          .expectExit(0);
      assertTrue(attached.stdout().contains("watching process " + pid), attached::toString);
      assertEquals(pid, DumpReader.read(output).records("run").get(0).get("pid").toString());
      ForkedJvm.Result again =
          ForkedJvm.on(jdk).jar(AgentJar.path(), "attach", pid).run().expectExit(3);
      assertTrue(again.stderr().contains("is watched already"), again::toString);
      assertTrue(program.alive(), "the program runs on");
    }
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
