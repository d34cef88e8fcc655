package dev.jlockdep.tests.integration;

import static dev.jlockdep.tests.integration.MatrixRow.Verdict.EXPLAINED;
import static dev.jlockdep.tests.integration.MatrixRow.Verdict.QUIET;
import static dev.jlockdep.tests.integration.MatrixRow.Verdict.SILENT;
import static dev.jlockdep.tests.integration.MatrixRow.cycle;
import static dev.jlockdep.tests.integration.MatrixRow.found;
import static dev.jlockdep.tests.integration.MatrixRow.noted;
import static dev.jlockdep.tests.integration.MatrixRow.of;
import static dev.jlockdep.tests.integration.MatrixRow.recursion;
import static dev.jlockdep.tests.integration.MatrixRow.warned;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The detection matrix: small programs in schedules that do not hang, threads one after the other.
 * Other detectors of possible deadlocks miss or misjudge many of them.
 */
class DetectionMatrixTest {
  private static final List<MatrixRow> PROGRAMS = List.of(
      cycle("AbbaMonitors", "A", "B"),
      cycle("AbbaReentrantLock", "A", "B"),
      cycle("MonitorAndReentrantLock", "MONITOR", "LOCK"),
      cycle("ThreeCycle", "A", "B", "C"),
      of("GateLock", EXPLAINED),
      of("OneThread", EXPLAINED),
      of("BeforeStart", EXPLAINED),
      recursion("ReadToWriteUpgrade", "RW"),
      noted("TimedUpgrade", FindingKind.RECURSION, "RW"),
      of("ReentrantReadWriterQueued", SILENT),
      cycle("ReaderAndMonitor", "RW", "M"),
      of("TryLockBackOff", SILENT),
      recursion("TransferMonitors", "Account"),
      of("ParentChildMonitors", QUIET),
      cycle("WaitReacquires", "A", "B"),
      recursion("StampedWriteTwice", "LOCK"),
      warned("StampedReadTwice", FindingKind.RECURSION, "LOCK"),
      cycle("StaticAndInstance", "Registry", "Registry"),
      of("VectorAddAll", SILENT),
      recursion("HashtableEquals", "Hashtable"),
      found("SynchronizedListAddAll"),
      warned("ClassInversionMonitors", FindingKind.CYCLE, "Order", "Invoice"),
      cycle("SemaphoreAndLock", "MUTEX", "LOCK"),
      cycle("LockSubclass", "A", "B"),
      of("OneOrder", SILENT),
      cycle("AbbaVirtualThreads", "A", "B").fromJdk(25),
      recursion("TransferReentrantLock", "lock"),
      of("ParentChildLocks", QUIET),
      warned("ClassInversionLocks", FindingKind.CYCLE, "orderLock", "invoiceLock"));

  /** Waits, pools and counters: what a graph of locks alone cannot see. */
  private static final List<MatrixRow> BEYOND_LOCKS = List.of(
      cycle("AwaitUnderOuterLock", "OUTER", "consume"),
      cycle("WaitUnderOuterMonitor", "OUTER", "consume"),
      cycle("LatchUnderLock", "LOCK", "CountDownLatch"),
      recursion("InFlightCounter", "inFlight"),
      recursion("InFlightAtomic", "inFlight"));

  @TempDir
  Path output;

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("programs")
  void locks(MatrixRow row, Jdk jdk) {
    check(row, jdk);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("beyondLocks")
  void beyondLocks(MatrixRow row, Jdk jdk) {
    check(row, jdk);
  }

  private void check(MatrixRow row, Jdk jdk) {
    MatrixCheck.check(row, Watched.run(jdk, output, "programs.matrix." + row.program));
  }

  static Stream<Arguments> programs() {
    return onEachJdk(PROGRAMS);
  }

  static Stream<Arguments> beyondLocks() {
    return onEachJdk(BEYOND_LOCKS);
  }

  static Stream<Arguments> onEachJdk(List<MatrixRow> rows) {
    return rows.stream()
        .flatMap(row -> Jdks.all().stream()
            .filter(jdk -> jdk.feature() >= row.fromJdk)
            .map(jdk -> Arguments.of(row, jdk)));
  }
}
