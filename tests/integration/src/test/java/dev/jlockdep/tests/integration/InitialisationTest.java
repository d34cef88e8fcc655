package dev.jlockdep.tests.integration;

import static dev.jlockdep.tests.integration.MatrixRow.Verdict.EXPLAINED;
import static dev.jlockdep.tests.integration.MatrixRow.Verdict.SILENT;
import static dev.jlockdep.tests.integration.MatrixRow.cycle;
import static dev.jlockdep.tests.integration.MatrixRow.of;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.DumpReader;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Class initialisation as a lock: circles of which one run sees one half at most, since a class is
 * initialised once, and the shapes beside them that cannot deadlock.
 */
class InitialisationTest {
  private static final List<MatrixRow> PROGRAMS = List.of(
      cycle("Pair", "Left", "Right"),
      cycle("SuperMakesSub", "Codec", "PlainCodec"),
      cycle("SubFirst", "Codec", "PlainCodec"),
      cycle("ThroughHelpers", "Log", "Format"),
      cycle("LockInBetween", "REGISTRY", "Plugin", "Defaults"),
      cycle("LockAroundIt", "TABLE", "Meta"),
      of("LockApartFromIt", SILENT),
      of("OneWay", SILENT),
      of("OnlyThroughTheOther", SILENT),
      of("BeforeOthers", EXPLAINED),
      of("SometimesOnly", SILENT),
      of("AfterTheOther", EXPLAINED));

  @TempDir
  Path output;

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("programs")
  void initialisation(MatrixRow row, Jdk jdk) {
    MatrixCheck.check(row, Watched.run(jdk, output, "programs.init." + row.program));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void oneOfEachKnot(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.init.ManyCircles").isQuiet();
    List<FindingRecord> possible = watched.atLeast(Level.POSSIBLE);
    assertEquals(2, possible.size(), possible.toString());
  }

  /** Both halves are ordinary records, so that dumps of several runs can be put together. */
  @ParameterizedTest
  @MethodSource("jdks")
  void dumpHoldsBothHalves(Jdk jdk) {
    DumpReader dump = Watched.run(jdk, output, "programs.init.Pair").isWatched().dump();
    Map<Object, Object> names = new HashMap<>();
    dump.records("class").forEach(r -> names.put(r.get("id"), r.get("name")));
    Set<String> found = dump.records("dependency").stream()
        .map(r -> names.get(r.get("from")) + " -> " + names.get(r.get("to")))
        .filter(dependency -> dependency.contains("init("))
        .collect(Collectors.toSet());
    String left = "init(programs.init.Pair$Left)";
    String right = "init(programs.init.Pair$Right)";
    assertEquals(Set.of(left + " -> " + right, right + " -> " + left), found);
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }

  static Stream<Arguments> programs() {
    return DetectionMatrixTest.onEachJdk(PROGRAMS);
  }
}
