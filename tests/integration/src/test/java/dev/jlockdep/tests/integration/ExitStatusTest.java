package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plain program's end says, and the gate that judges its dump. */
class ExitStatusTest {
  private static final List<String> A_AND_B = List.of("A", "B");

  @TempDir
  Path output;

  @ParameterizedTest
  @MethodSource("jdks")
  void programThatReturnsEndsWith77(Jdk jdk) {
    endsWith(jdk, "return", 77);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void programThatExitsEndsWith77(Jdk jdk) {
    endsWith(jdk, "exit", 77);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void programThatThrowsEndsWith77(Jdk jdk) {
    endsWith(jdk, "throw", 77);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void programThatHaltsKeepsItsStatusAndItsFinding(Jdk jdk) {
    ForkedJvm.Result result = run(jdk, "output=" + output, "programs.ends.Ends", "halt");
    result.expectExit(5);
    Watched watched = Watched.of("programs.matrix.AbbaMonitors", result, output);
    if (watched.atLeast(Level.LIKELY).size() != 1) {
      throw watched.failure("expected the finding in the dump of a halted program");
    }
    check(jdk).expectExit(1);
  }

  private void endsWith(Jdk jdk, String end, int status) {
    ForkedJvm.Result result = run(jdk, "output=" + output, "programs.ends.Ends", end);
    result.expectExit(status);
    assertEquals("both orders done", result.stdout().strip(), "stdout is the program's own");
    Watched watched = Watched.of("programs.matrix.AbbaMonitors", result, output);
    watched.hasMarkedPositions(watched.hasOnly(FindingKind.CYCLE, A_AND_B));
    check(jdk).expectExit(1);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void cleanProgramEndsWithZeroAndChecksClean(Jdk jdk) {
    run(jdk, "output=" + output, "programs.matrix.OneOrder").expectExit(0);
    check(jdk).expectExit(0);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void possibleFindingOnlyWarns(Jdk jdk) {
    run(jdk, "output=" + output, "programs.matrix.GateLock").expectExit(0);
    check(jdk).expectExit(0);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void possibleFindingFailsWhereToldTo(Jdk jdk) {
    run(jdk, "failOn=possible,output=" + output, "programs.matrix.GateLock").expectExit(77);
    check(jdk).expectExit(1);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void exitStatusIsAnOption(Jdk jdk) {
    run(jdk, "exitCode=9,output=" + output, "programs.matrix.AbbaMonitors").expectExit(9);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void acceptedFindingEndsWithZeroUntilItsDay(Jdk jdk) throws IOException {
    Path baseline = acceptAbbaMonitors(jdk);
    String options = "baseline=" + baseline + ",output=" + output.resolve("again");
    ForkedJvm.Result accepted = run(jdk, options, "programs.matrix.AbbaMonitors").expectExit(0);
    assertTrue(accepted.stderr().contains("accepted: one of them never runs"), accepted::toString);
    Files.writeString(baseline, Files.readString(baseline).replace("9999-12-31", "2020-12-31"));
    run(jdk, options, "programs.matrix.AbbaMonitors").expectExit(77);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void acceptedFindingIsNotThrownUntilItsDay(Jdk jdk) throws IOException {
    Path baseline = acceptAbbaMonitors(jdk);
    String options =
        "onFinding=throw,baseline=" + baseline + ",output=" + output.resolve("again");
    ForkedJvm.Result accepted = run(jdk, options, "programs.matrix.AbbaMonitors").expectExit(0);
    assertTrue(accepted.stderr().contains("accepted: one of them never runs"), accepted::toString);
    Files.writeString(baseline, Files.readString(baseline).replace("9999-12-31", "2020-12-31"));
    ForkedJvm.Result thrown = run(jdk, options, "programs.matrix.AbbaMonitors").expectExit(1);
    assertTrue(thrown.stderr().contains("LockdepDeadlockError"), thrown::toString);
  }

  private Path acceptAbbaMonitors(Jdk jdk) {
    run(jdk, "output=" + output, "programs.matrix.AbbaMonitors").expectExit(77);
    Path baseline = output.resolve("known.txt");
    ForkedJvm.on(jdk)
        .environment("CI", "false")
        .jar(AgentJar.path(), "baseline", "--baseline", baseline.toString(),
            "--reason", "one of them never runs", "--until", "9999-12-31", output.toString())
        .run().expectExit(0);
    return baseline;
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void programThatHangsIsEndedWhereToldTo(Jdk jdk) {
    ForkedJvm.Result result =
        run(jdk, "hangTimeout=1,output=" + output, "programs.hangs.Hang", "monitors");
    result.expectExit(77);
    assertTrue(result.stderr().contains("after 1 seconds (option hangTimeout)"), result::toString);
    Watched watched = Watched.of("programs.hangs.Hang monitors", result, output);
    assertTrue(
        watched.dump().findings().stream().anyMatch(f -> f.kind() == FindingKind.DEADLOCK),
        result::toString);
    check(jdk).expectExit(1);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void throwStopsTheAcquire(Jdk jdk) {
    ForkedJvm.Result result =
        run(jdk, "onFinding=throw,output=" + output, "programs.matrix.AbbaMonitors");
    // the part that failed ends the program with 1: the error reached the program
    result.expectExit(1);
    assertTrue(result.stderr().contains("LockdepDeadlockError"), result::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void checkOfNothingProvesNothing(Jdk jdk) throws IOException {
    Files.createDirectories(output);
    check(jdk).expectExit(3);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void checkWithoutFolderIsWrongUsage(Jdk jdk) {
    ForkedJvm.on(jdk).jar(AgentJar.path(), "check", "--no-such-option").run().expectExit(2);
  }

  private ForkedJvm.Result check(Jdk jdk) {
    return ForkedJvm.on(jdk).jar(AgentJar.path(), "check", output.toString()).run();
  }

  private static ForkedJvm.Result run(
      Jdk jdk, String options, String program, String... arguments) {
    return ForkedJvm.on(jdk)
        .agent(options)
        .classPath(Watched.testClasses())
        .main(program, arguments)
        .run();
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
