package dev.jlockdep.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.FindingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every row of the conformance data that is about locks, through the real agent on each JDK. All
 * rows run in one forked JVM, on lock classes of their own, and each is a test of its own.
 */
final class ConformanceTest {
  private static final Trials TRIALS = new Trials(RowTable.load());

  @TestFactory
  Stream<DynamicNode> rows() {
    return Observation.makeAll().stream().map(ConformanceTest::rowsOf);
  }

  private static DynamicNode rowsOf(Observation observation) {
    List<DynamicNode> tests = new ArrayList<>();
    for (Trial trial : TRIALS.all()) {
      tests.add(dynamicTest(trial.name(), () -> new TrialCheck(trial, observation).check()));
    }
    tests.add(dynamicTest("no finding outside the rows", () -> noFindingElsewhere(observation)));
    tests.add(dynamicTest("dump carries the same findings", () -> sameFindings(observation)));
    return dynamicContainer(observation.toString(), tests);
  }

  /** The program's own machinery is not to be found fault with. */
  private static void noFindingElsewhere(Observation observation) {
    for (FindingRecord finding : observation.findings()) {
      boolean ofRow = TRIALS.all().stream().anyMatch(trial ->
          finding.classes().stream().anyMatch(name -> Observation.belongs(name, trial)));
      if (!ofRow && finding.level().compareTo(Level.POSSIBLE) >= 0) {
        fail("finding that belongs to no row: " + finding);
      }
    }
  }

  private static void sameFindings(Observation observation) {
    assertTrue(observation.dump().complete(), "dump without end record\n" + observation.result());
    assertEquals(summary(observation.findings()), summary(observation.dump().findings()));
  }

  private static Set<String> summary(List<FindingRecord> findings) {
    return findings.stream()
        .map(f -> f.fingerprint() + " " + f.kind() + " " + f.level() + " " + f.classes())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldAccountForEveryRow() {
    List<Row> rows = RowTable.load().rows();
    assertEquals(420, rows.size());
    assertEquals(420, TRIALS.run().size() + TRIALS.notRun().size());
    assertEquals(105, TRIALS.run().keySet().stream().filter(row -> !row.jvmExtra()).count());
    assertEquals(26, rows.stream().filter(Row::jvmExtra).count());
    assertTrue(TRIALS.notRun().keySet().stream().noneMatch(row -> !row.jvmExtra()
        && row.meaningful()), "a row marked yes is not run");
  }

  @AfterAll
  static void printRowsNotRun() {
    System.out.print(new NotRunTable(TRIALS).text());
  }
}
