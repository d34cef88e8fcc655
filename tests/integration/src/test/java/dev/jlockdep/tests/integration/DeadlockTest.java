package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.DumpReader;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that really hang: the agent says so within five seconds, and the finding is on disk. */
class DeadlockTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final List<String> HANGS = List.of(
      "monitors", "locks", "monitorAndLock", "upgrade", "readersAndWriters", "readThenWrite",
      "stampedTwice", "semaphores", "poolOfOne", "latchUnderMonitor", "joinUnderMonitor",
      "initialisers");

  @TempDir
  Path output;

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("hangs")
  void isReported(String hang, Jdk jdk) {
    try (ForkedJvm.Running program = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output)
        .classPath(Watched.testClasses())
        .main("programs.hangs.Hang", hang)
        .start()) {
      assertTrue(
          program.awaitStdout("stuck", Duration.ofSeconds(30)), () -> hang + " did not hang");
      boolean reported = program.awaitStderr(FindingKind.DEADLOCK.headline(), LIMIT);
      boolean alive = program.alive();
      program.kill();
      Watched watched = Watched.of("programs.hangs.Hang " + hang, program.await(), output);
      if (!reported || !alive) {
        throw watched.failure("expected a splat while the program hangs, alive=" + alive);
      }
      hasDeadlock(watched);
    }
  }

  private static void hasDeadlock(Watched watched) {
    DumpReader dump = watched.dump();
    boolean found = dump.findings().stream().anyMatch(
        finding -> finding.kind() == FindingKind.DEADLOCK && finding.level() == Level.ACTUAL);
    if (!found) {
      throw watched.failure("expected a DEADLOCK at ACTUAL in the dump of the killed process");
    }
  }

  static Stream<Arguments> hangs() {
    return HANGS.stream().flatMap(hang -> Jdks.all().stream().map(jdk -> Arguments.of(hang, jdk)));
  }
}
