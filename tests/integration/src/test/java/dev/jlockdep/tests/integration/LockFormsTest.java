package dev.jlockdep.tests.integration;

import static dev.jlockdep.tests.integration.MatrixRow.Verdict.EXPLAINED;
import static dev.jlockdep.tests.integration.MatrixRow.Verdict.QUIET;
import static dev.jlockdep.tests.integration.MatrixRow.Verdict.SILENT;
import static dev.jlockdep.tests.integration.MatrixRow.cycle;
import static dev.jlockdep.tests.integration.MatrixRow.found;
import static dev.jlockdep.tests.integration.MatrixRow.of;
import static dev.jlockdep.tests.integration.MatrixRow.recursion;
import static dev.jlockdep.tests.integration.MatrixRow.warned;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way a Java program takes and releases locks, each in a small program of its own. */
class LockFormsTest {
  private static final List<MatrixRow> PROGRAMS = List.of(
      cycle("MethodReferences", "A", "B"),
      cycle("UnboundMethodReferences", "A", "B"),
      cycle("Reflection", "A", "B"),
      cycle("MethodHandleCalls", "A", "B"),
      cycle("WithLockLambdas", "A", "B"),
      found("DelegatingLocks"),
      cycle("WrapperFields", "left", "right"),
      cycle("StaticSynchronized", "Left", "Right"),
      cycle("SynchronizedMethods", "Order", "Stock"),
      cycle("AwaitReacquires", "A", "B"),
      cycle("WaitsOften", "Outer", "Inner"),
      of("WaitsApart", EXPLAINED),
      cycle("LockInterruptibly", "A", "B"),
      cycle("StampedAbba", "STAMPED", "M"),
      cycle("StampedViews", "STAMPED", "B"),
      cycle("StampedConversion", "STAMPED", "B"),
      of("StampedOptimistic", SILENT),
      of("StampedHandOver", QUIET),
      cycle("StampedReleasedForAnother", "STAMPED", "C"),
      of("HandOverHand", QUIET),
      recursion("HandOverHandBothWays", "lock"),
      of("Downgrade", SILENT),
      of("TimedTryLock", EXPLAINED),
      of("ReadersOnly", EXPLAINED),
      cycle("ReadersAndWriters", "A", "B"),
      cycle("WritersInTurn", "A", "B"),
      cycle("WritersByTry", "A", "B"),
      of("WritersOfAnother", EXPLAINED),
      cycle("ReadThenWrite", "A", "B"),
      of("ReleaseOutOfOrder", SILENT),
      cycle("SemaphoreAbba", "A", "B"),
      of("SemaphoreAsSignal", QUIET),
      of("SemaphoreHandOver", QUIET),
      of("TwoPermits", QUIET),
      of("BornInside", EXPLAINED),
      cycle("TryThenLock", "A", "B"),
      recursion("Stripes", "ReentrantLock"),
      found("LocalLocks"),
      cycle("PoolTasks", "A", "B"),
      of("ExceptionsRelease", SILENT),
      of("Reentry", SILENT),
      of("FailedAcquires", SILENT),
      of("Queues", QUIET),
      of("DeepNesting", QUIET),
      of("LoadsUnderLock", SILENT),
      warned("LeftLocked", FindingKind.LEAK, "FORGOTTEN"),
      of("DroppedWhenLocked", QUIET),
      warned("BadRelease", FindingKind.BAD_RELEASE, "LOCK"),
      cycle("MonitorsOnVirtualThreads", "A", "B").fromJdk(25),
      cycle("NamedAmongAlike", "OUTER", "special"),
      of("AlikeInOneOrder", SILENT),
      found("ManyAlive").fromJdk(25),
      recursion("StringBuffersAppend", "StringBuffer"),
      recursion("VectorEquals", "Vector"),
      found("SynchronizedMapEquals"),
      cycle("PrintStreamChain", "PrintStream", "Session"));

  @TempDir
  Path output;

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("programs")
  void form(MatrixRow row, Jdk jdk) {
    MatrixCheck.check(row, Watched.run(jdk, output, "programs.forms." + row.program));
  }

  static Stream<Arguments> programs() {
    return DetectionMatrixTest.onEachJdk(PROGRAMS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void outcomesAreThoseOfAnUnwatchedRun(Jdk jdk) {
    String program = "programs.forms.Outcomes";
    String bare = ForkedJvm.on(jdk).classPath(Watched.testClasses()).main(program).run()
        .expectExit(0).stdout();
    Watched watched = Watched.run(jdk, output, program);
    assertEquals(bare, watched.result().stdout());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void millionsOfLocksFitIntoASmallHeap(Jdk jdk) {
    Watched.run(jdk, output, "programs.forms.ManyLocks", "-Xmx64m").isQuiet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void typesCanBeUnloaded(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.forms.DroppedLoaders");
    assertEquals("collected", watched.result().stdout().strip());
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
