package dev.jlockdep.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.tests.conformance.Expectation.Verdict;
import dev.jlockdep.tests.conformance.RandomSequence.Dependency;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The trials themselves: they run without an agent, and their expectations fit the data. */
final class TrialsTest {
  private static final Trials TRIALS = new Trials(RowTable.load());

  /** No trial hangs or throws, whatever the tool says about it. */
  @TestFactory
  Stream<DynamicTest> shouldRunWithoutAgent() {
    return TRIALS.all().stream().map(trial -> dynamicTest(trial.name(), trial::run));
  }

  /** The classes that a cycle is expected on are those the oracle finds in the notation. */
  @TestFactory
  Stream<DynamicTest> shouldExpectWhatTheOracleFinds() {
    return TRIALS.all().stream()
        .filter(trial -> !trial.dependencies().required().isEmpty())
        .filter(trial -> trial.expectation().verdict() != Verdict.LOWERED)
        .map(trial -> dynamicTest(trial.name(), () -> assertEquals(
            expectedCycles(trial), oracleCycles(trial.dependencies().all()))));
  }

  private static Set<String> expectedCycles(Trial trial) {
    boolean cycle = trial.expectation().kind() == FindingKind.CYCLE;
    return cycle ? Set.of(sorted(trial.expectation().classes())) : Set.of();
  }

  private static Set<String> oracleCycles(Set<DependencyModel.Entry> entries) {
    List<String> names = new ArrayList<>();
    entries.forEach(entry -> {
      names.add(entry.from());
      names.add(entry.to());
    });
    List<Dependency> dependencies = entries.stream()
        .map(entry -> new Dependency(names.indexOf(entry.from()),
            entry.fromMode() != AcquireMode.EXCLUSIVE, names.indexOf(entry.to()), entry.toMode()))
        .collect(Collectors.toList());
    return new StrongCycles(dependencies).simple().stream()
        .map(cycle -> sorted(cycle.stream()
            .map(dependency -> names.get(dependency.from()))
            .collect(Collectors.toList())))
        .collect(Collectors.toSet());
  }

  private static String sorted(List<String> letters) {
    return letters.stream().sorted().collect(Collectors.joining());
  }

  @Test
  void shouldGiveEveryTrialLockClassesOfItsOwn() {
    for (Trial trial : TRIALS.all()) {
      for (Trial other : TRIALS.all()) {
        assertTrue(trial == other || !(other.prefix() + ".").startsWith(trial.prefix() + "."),
            () -> trial.name() + " and " + other.name());
      }
    }
  }
}
