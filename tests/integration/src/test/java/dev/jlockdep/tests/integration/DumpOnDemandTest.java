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

/** Asking a running JVM for its graph from outside. */
class DumpOnDemandTest {
  @TempDir
  Path output;

  @ParameterizedTest
  @MethodSource("jdks")
  void runningProgramWritesItsGraph(Jdk jdk) {
    try (ForkedJvm.Running program = ForkedJvm.on(jdk)
        .agent("watch=false,output=" + output)
        .classPath(Watched.testClasses())
        .main("programs.hangs.Hang", "locks")
        .start()) {
      assertTrue(program.awaitStdout("stuck", Duration.ofSeconds(30)), "the program hangs");
      ForkedJvm.on(jdk).jar(AgentJar.path(), "dump", Long.toString(program.pid())).run()
          .expectExit(0);
      DumpReader dump = DumpReader.read(output);
      // neither of the two inner locks was ever granted: their requests are what is recorded
      assertEquals(2, dependenciesWithin(dump, "Hang.locks#"), dump.records()::toString);
      assertTrue(program.alive(), "the program runs on");
    }
  }

  private static long dependenciesWithin(DumpReader dump, String part) {
    List<Object> classes = dump.records("class").stream()
        .filter(record -> record.get("name").toString().contains(part))
        .map(record -> record.get("id"))
        .toList();
    return dump.records("dependency").stream()
        .filter(record -> classes.contains(record.get("from")))
        .filter(record -> classes.contains(record.get("to")))
        .count();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void jvmThatIsNotWatchedIsRefused(Jdk jdk) {
    try (ForkedJvm.Running program = ForkedJvm.on(jdk)
        .classPath(Watched.testClasses())
        .main("programs.hangs.Hang", "locks")
        .start()) {
      assertTrue(program.awaitStdout("stuck", Duration.ofSeconds(30)), "the program hangs");
      ForkedJvm.on(jdk).jar(AgentJar.path(), "dump", Long.toString(program.pid())).run()
          .expectExit(3);
      assertTrue(program.alive(), "the program runs on");
    }
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
