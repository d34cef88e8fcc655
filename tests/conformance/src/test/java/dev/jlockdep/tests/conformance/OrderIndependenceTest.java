package dev.jlockdep.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Dep;
import dev.jlockdep.internal.graph.DependencyGraph;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.tests.conformance.RandomSequence.Dependency;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import dev.jlockdep.tests.support.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random nested locks in modes W, r and R against a brute-force oracle: the verdict is right after
 * every dependency, and the same whichever order the tasks come in. Replay a failure with {@code
 * -Dconformance.seed=...}.
 */
final class OrderIndependenceTest {
  private static final long SEED =
      Long.getLong("conformance.seed", System.currentTimeMillis());
  private static final int SEQUENCES = Integer.getInteger("conformance.sequences", 60_000);
  private static final int AGENT_SEQUENCES =
      Integer.getInteger("conformance.agent.sequences", 3_000);

  @TempDir Path folder;

  @Test
  void graph_randomSequences_agreesWithOracle() {
    int cyclic = 0;
    for (int number = 0; number < SEQUENCES; number++) {
      RandomSequence sequence = RandomSequence.of(SEED, number);
      boolean verdict = check(sequence);
      assertEquals(verdict, check(sequence.shuffled()),
          () -> "another verdict in another order: " + sequence);
      cyclic += verdict ? 1 : 0;
    }
    System.out.println("Order independence: seed " + SEED + ", " + SEQUENCES + " sequences, "
        + cyclic + " with a possible deadlock, 0 differences to the oracle");
    assertTrue(cyclic > SEQUENCES / 10 && cyclic < SEQUENCES * 9 / 10,
        "one-sided sequences prove little: " + cyclic + " of " + SEQUENCES + " are cyclic");
  }

  /** Feeds the graph one dependency after the other; returns whether a cycle was found. */
  private static boolean check(RandomSequence sequence) {
    DependencyGraph graph = new DependencyGraph();
    List<Dependency> arrived = new ArrayList<>();
    boolean cyclic = false;
    boolean found = false;
    for (Dependency dependency : sequence.dependencies()) {
      arrived.add(dependency);
      Dep added = graph.of(lockClass(dependency.from()), dependency.fromShared(),
          lockClass(dependency.to()), bits(dependency.toMode()), false);
      boolean closes = graph.closes(added);
      StrongCycles oracle = new StrongCycles(arrived);
      assertEquals(oracle.closedThrough(dependency), closes,
          () -> sequence + "\nwrong about " + dependency + " after " + arrived);
      List<Dep[]> cycles = closes ? graph.cyclesThrough(added) : List.of();
      checkCycles(cycles, oracle.simpleThrough(dependency), sequence + ", at " + dependency);
      cyclic |= closes;
      found |= !cycles.isEmpty();
    }
    assertEquals(cyclic, found, () -> sequence + "\na circle was closed but none was named");
    return cyclic;
  }

  private static void checkCycles(
      List<Dep[]> cycles, Set<List<Dependency>> expected, String context) {
    Set<List<Dependency>> actual =
        cycles.stream().map(OrderIndependenceTest::normal).collect(Collectors.toSet());
    if (cycles.size() < Limits.CYCLES_PER_DEPENDENCY) {
      assertEquals(expected, actual, context);
    } else {
      assertTrue(expected.containsAll(actual), context);
    }
    assertEquals(cycles.size(), actual.size(), () -> "a cycle comes twice: " + context);
    assertShortestFirst(cycles, context);
  }

  private static void assertShortestFirst(List<Dep[]> cycles, String context) {
    for (int i = 1; i < cycles.size(); i++) {
      assertTrue(cycles.get(i - 1).length <= cycles.get(i).length,
          () -> "a longer cycle comes before a shorter one: " + context);
    }
  }

  /** The cycle as the oracle writes it: the lowest class leads. */
  private static List<Dependency> normal(Dep[] cycle) {
    List<Dependency> dependencies = Arrays.stream(cycle)
        .map(d -> new Dependency(
            number(d.from), d.fromShared, number(d.to), AcquireMode.values()[d.toMode]))
        .collect(Collectors.toCollection(ArrayList::new));
    int lowest = 0;
    for (int i = 1; i < dependencies.size(); i++) {
      if (dependencies.get(i).from() < dependencies.get(lowest).from()) {
        lowest = i;
      }
    }
    Collections.rotate(dependencies, -lowest);
    return List.copyOf(dependencies);
  }

  private static LockClass lockClass(int number) {
    return ClassTable.of("random." + number, "lock", "java.lang.Object", true);
  }

  private static int number(LockClass lockClass) {
    return Integer.parseInt(lockClass.name().substring("random.".length()));
  }

  private static int bits(AcquireMode mode) {
    return mode.ordinal();
  }

  @TestFactory
  Stream<DynamicTest> agent_randomSequences_agreesWithOracle() {
    return Jdks.all().stream().map(jdk -> dynamicTest(jdk.toString(), () -> checkOn(jdk)));
  }

  /** The same through the whole path: held-lock stack, chain cache, validator, findings. */
  private void checkOn(Jdk jdk) throws IOException {
    Path file = folder.resolve("findings-" + jdk.feature() + ".jsonl");
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .jvm(AgentJar.argument("onFinding=report,output=" + folder.resolve("dump" + jdk.feature())))
        .sameClassPath()
        .main(RandomProgram.class, file.toString(), Long.toString(SEED),
            Integer.toString(AGENT_SEQUENCES))
        .timeout(Duration.ofMinutes(5))
        .run();
    result.expectExit(0);
    Map<String, List<FindingRecord>> bySequence = Files.readAllLines(file).stream()
        .map(line -> FindingRecord.of(Json.object(line)))
        .collect(Collectors.groupingBy(OrderIndependenceTest::sequenceOf));
    for (int number = 0; number < AGENT_SEQUENCES; number++) {
      List<FindingRecord> findings = bySequence.getOrDefault("random" + number, List.of());
      check(RandomSequence.of(SEED, number), number, findings, jdk);
    }
  }

  private static String sequenceOf(FindingRecord finding) {
    return finding.classes().isEmpty() ? "" : finding.classes().get(0).replaceAll("\\..*", "");
  }

  private static void check(
      RandomSequence sequence, int number, List<FindingRecord> findings, Jdk jdk) {
    Set<List<Dependency>> cycles = new StrongCycles(sequence.dependencies()).simple();
    String context = jdk + ", " + sequence + "\nfindings: " + findings;
    assertEquals(cycles.isEmpty(), findings.isEmpty(), context);
    for (FindingRecord finding : findings) {
      assertEquals(FindingKind.CYCLE, finding.kind(), context);
      assertFalse(cycles.stream().noneMatch(cycle -> isOf(finding, cycle, number)), context);
    }
    int shortest = cycles.stream().mapToInt(List::size).min().orElse(0);
    int reported = findings.stream().mapToInt(f -> f.classes().size()).min().orElse(0);
    assertEquals(shortest, reported, "not the shortest cycle: " + context);
  }

  private static boolean isOf(FindingRecord finding, List<Dependency> cycle, int number) {
    return finding.isCycleOf(cycle.stream()
        .map(dependency -> RandomProgram.lockClass(number, dependency.from()))
        .collect(Collectors.toList()));
  }
}
