package dev.jlockdep.tests.integration;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A StackOverflowError stays the program's own and leaves what we know of its locks right. */
class StackEndsTest {
  private static final String PROGRAM = "programs.transparent.StackEnds";

  @TempDir
  Path output;

  @ParameterizedTest
  @MethodSource("jdks")
  void compiled(Jdk jdk) {
    check(jdk, "-Xmixed", "300");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void interpreted(Jdk jdk) {
    check(jdk, "-Xint", "30");
  }

  private void check(Jdk jdk, String mode, String rounds) {
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output)
        .jvm(mode)
        .classPath(Watched.testClasses())
        .main(PROGRAM, rounds)
        .run()
        .expectExit(0);
    Watched watched = Watched.of(PROGRAM, result, output).isQuiet();
    boolean wrong = watched.atLeast(Level.POSSIBLE).stream()
        .anyMatch(finding -> finding.kind() != FindingKind.INCOMPLETE);
    if (wrong) {
      throw watched.failure("expected no finding but that the end of the stack was not looked at");
    }
    boolean said = watched.atLeast(Level.POSSIBLE).stream()
        .anyMatch(finding -> finding.raw().toString().contains("end of a thread's stack"));
    if (!said) {
      throw watched.failure("expected INCOMPLETE: the end of the stack was not looked at");
    }
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
