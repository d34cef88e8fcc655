package dev.jlockdep.internal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replay a failure with {@code -Djlockdep.random.seed=...}. */
final class DependencyGraphTest {
  private static final long SEED =
      Long.getLong("jlockdep.random.seed", System.currentTimeMillis());
  private static final int SEQUENCES = Integer.getInteger("jlockdep.random.sequences", 6_000);

  // ---- against a naive oracle ------------------------------------------------------------------

  /** Which node leads to which, by trying every dependency until nothing changes. */
  private static final class Reachability {
    private final int nodes;
    private final List<Dep> deps = new ArrayList<>();
    private final boolean[][] leads;

    Reachability(int classes) {
      nodes = classes * 2;
      leads = new boolean[nodes][nodes];
    }

    void add(Dep d) {
      deps.add(d);
      spread(d.fromNode(), d.to.id * 2);
      if (d.toMode != 2) {
        spread(d.fromNode(), d.to.id * 2 + 1);
      }
    }

    private void spread(int from, int to) {
      for (int x = 0; x < nodes; x++) {
        if (x == from || leads[x][from]) {
          leads[x][to] = true;
          for (int y = 0; y < nodes; y++) {
            leads[x][y] |= leads[to][y];
          }
        }
      }
    }

    boolean closes(Dep d) {
      return back(d, d.to.id * 2) || d.toMode != 2 && back(d, d.to.id * 2 + 1);
    }

    private boolean back(Dep d, int node) {
      return node == d.fromNode() || leads[node][d.fromNode()];
    }
  }

  @Test
  void closes_randomDependencies_agreesWithOracle() {
    int closed = 0;
    int asked = 0;
    for (int number = 0; number < SEQUENCES; number++) {
      Random random = new Random(SEED + number);
      int classes = 2 + random.nextInt(number % 100 == 0 ? 60 : 10);
      int size = 1 + random.nextInt(classes * 4);
      int[] result = compare(random, classes, size, random.nextInt(4), "seed " + (SEED + number));
      asked += result[0];
      closed += result[1];
    }
    System.out.println("Dependency graph: seed " + SEED + ", " + SEQUENCES + " sequences, "
        + asked + " dependencies, " + closed + " on cycles, 0 differences to the oracle");
    assertTrue(closed > asked / 20 && closed < asked * 19 / 20, "one-sided: " + closed);
  }

  /** Adds dependencies one by one; returns how many were new, and how many of them closed. */
  private static int[] compare(
      Random random, int classes, int size, int kind, String context) {
    DependencyGraph graph = new DependencyGraph();
    LockClass[] all = Shape.Sequence.lockClasses(classes);
    Reachability oracle = new Reachability(classes);
    int closed = 0;
    for (int i = 0; i < size; i++) {
      int a = random.nextInt(classes);
      int b = random.nextInt(classes);
      boolean ordered = kind == 3 && random.nextInt(20) != 0;
      boolean shared = kind != 0 && random.nextBoolean();
      int mode = kind == 0 ? 0 : random.nextInt(3);
      Dep d = graph.of(all[ordered ? Math.max(a, b) : a], shared,
          all[ordered ? Math.min(a, b) : b], mode, random.nextBoolean());
      if (graph.all().size() > oracle.deps.size()) {
        oracle.add(d);
      }
      graph.checkInvariants();
      for (Dep known : oracle.deps) {
        assertEquals(oracle.closes(known), graph.closes(known),
            () -> context + ": wrong about " + known + " after " + oracle.deps);
      }
      closed += graph.closes(d) ? 1 : 0;
      checkCycles(graph, oracle, d, context);
    }
    return new int[] {graph.all().size(), closed};
  }

  private static void checkCycles(
      DependencyGraph graph, Reachability oracle, Dep d, String context) {
    List<Dep[]> cycles = graph.cyclesThrough(d);
    assertTrue(cycles.isEmpty() || oracle.closes(d), context);
    for (Dep[] cycle : cycles) {
      assertSame(d, cycle[0], context);
      for (int i = 0; i < cycle.length; i++) {
        Dep next = cycle[(i + 1) % cycle.length];
        assertSame(cycle[i].to, next.from, context);
        assertFalse(cycle[i].toMode == 2 && next.fromShared, context);
      }
    }
  }

  // ---- large shapes ----------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(Shape.class)
  void of_largeShape_keepsTheOrder(Shape shape) {
    int classes = 2_000;
    Shape.Sequence s = shape.sequence(classes, 10_000, SEED);
    LockClass[] all = Shape.Sequence.lockClasses(classes);
    DependencyGraph graph = new DependencyGraph();
    boolean closed = false;
    for (int i = 0; i < s.count(); i++) {
      closed |= graph.closes(s.apply(graph, all, i));
      if (i % 1_000 == 0) {
        graph.checkInvariants();
      }
    }
    graph.checkInvariants();
    boolean cyclic = shape == Shape.FEW_CYCLES || shape == Shape.RANDOM_CYCLIC;
    assertEquals(cyclic, closed, shape + ", seed " + SEED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CHAIN_FORWARD", "CHAIN_REVERSE", "CHAIN_SHUFFLED",
      "CHAIN_OF_PLACED_FORWARD", "CHAIN_OF_PLACED_REVERSE"})
  void closes_chainOf100000Classes_onlyTheLastLinkCloses(String shape) {
    int classes = 100_000;
    Shape.Sequence s = Shape.valueOf(shape).sequence(classes, 0, SEED);
    LockClass[] all = Shape.Sequence.lockClasses(classes);
    DependencyGraph graph = new DependencyGraph();
    for (int i = 0; i < s.count(); i++) {
      assertFalse(graph.closes(s.apply(graph, all, i)));
    }
    Dep last = graph.of(all[classes - 1], false, all[0], 0, false);
    assertTrue(graph.closes(last));
    graph.checkInvariants();
    List<Dep[]> cycles = graph.cyclesThrough(last);
    assertEquals(1, cycles.size());
    assertEquals(classes, cycles.get(0).length);
    assertTrue(graph.closes(graph.find(all[5], false, all[6], 0)));
  }

  // ---- the table -------------------------------------------------------------------------------

  @Test
  void of_sameDependencyAgain_isTheSame() {
    DependencyGraph graph = new DependencyGraph();
    LockClass[] all = Shape.Sequence.lockClasses(2);
    Dep d = graph.of(all[0], false, all[1], 0, true);
    assertSame(d, graph.of(all[0], false, all[1], 0, false));
    assertNotSame(d, graph.of(all[0], true, all[1], 0, false));
    assertNotSame(d, graph.of(all[0], false, all[1], 1, false));
    assertSame(d, graph.find(all[0], false, all[1], 0));
    assertEquals(null, graph.find(all[1], false, all[0], 0));
    assertEquals(3, graph.all().size());
  }

  @Test
  void closes_writerAfterRecursiveReaders_seesItOnlyWhenHeldExclusively() {
    DependencyGraph graph = new DependencyGraph();
    LockClass[] all = Shape.Sequence.lockClasses(2);
    Dep first = graph.of(all[0], true, all[1], 2, false);
    Dep back = graph.of(all[1], true, all[0], 2, false);
    assertFalse(graph.closes(first));
    assertFalse(graph.closes(back));
    Dep write = graph.of(all[1], false, all[0], 1, false);
    assertTrue(graph.closes(write));
    assertTrue(graph.closes(first));
    assertFalse(graph.closes(back));
  }
}
