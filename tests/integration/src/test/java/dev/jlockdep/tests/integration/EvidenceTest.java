package dev.jlockdep.tests.integration;

import static dev.jlockdep.tests.integration.MatrixRow.Verdict.EXPLAINED;
import static dev.jlockdep.tests.integration.MatrixRow.cycle;
import static dev.jlockdep.tests.integration.MatrixRow.of;
import static dev.jlockdep.tests.integration.MatrixRow.recursion;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What lifts a circle of lock classes to LIKELY, and what does not. */
class EvidenceTest {
  private static final List<MatrixRow> PROGRAMS = List.of(
      cycle("FreshOwner", "Shop.stock", "Shop.till"),
      cycle("FreshOwnerMonitors", "Shop.till", "Shop"),
      cycle("FreshPair", "Order", "Invoice"),
      cycle("FreshInjected", "Store", "Cache"),
      of("UnrelatedPairs", EXPLAINED),
      cycle("SharedGate", "A", "B"),
      of("WritersGate", EXPLAINED),
      cycle("OwnGates", "A", "B"),
      cycle("GateSometimes", "A", "B"),
      cycle("GateLetGo", "A", "B"),
      cycle("WhileChildRuns", "A", "B"),
      cycle("BeforeAndDuring", "A", "B"),
      cycle("InstancesMeetLater", "customerLock", "productLock"),
      recursion("OneInversionAmongMany", "Account.lock"),
      recursion("InversionOfThree", "Fork.lock"),
      cycle("LongRing", "A", "B", "C", "D", "E", "F", "G", "H"));

  @TempDir
  Path output;

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("programs")
  void evidence(MatrixRow row, Jdk jdk) {
    MatrixCheck.check(row, Watched.run(jdk, output, "programs.evidence." + row.program));
  }

  static Stream<Arguments> programs() {
    return DetectionMatrixTest.onEachJdk(PROGRAMS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void everyCircleIsTold(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.evidence.TwoCircles");
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("A", "B"));
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("B", "C"));
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("C", "D"));
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }
}
