package dev.jlockdep.internal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** Sets of witnesses that fit, over cycles of any length. */
final class MatcherTest {
  private static int instances;
  private final LockClass[] classes;
  private final Instance[] locks;

  MatcherTest() {
    this.classes = Shape.Sequence.lockClasses(40_000);
    this.locks = new Instance[classes.length];
    for (int i = 0; i < locks.length; i++) {
      locks[i] = lock(i);
    }
  }

  private Instance lock(int lockClass) {
    return new Instance(this, 1, ++instances, Kind.REENTRANT, classes[lockClass], 0, 0);
  }

  private static Witness sighting(Task task, Instance held, Instance requested) {
    return new Witness(task, new long[] {(long) held.id << 32}, new int[] {held.lockClass.id},
        new int[] {0}, new int[] {1}, 0, held, requested, false, false, false, false,
        Relation.NONE, 1, 2);
  }

  private Dep dependency(int from, int to) {
    return new Dep(classes[from], classes[to], false, 0, false);
  }

  private static Task task(String name) {
    return new Task(name, 1, null, null, 0);
  }

  @Test
  void match_twoTasksSameInstances_takesTheOnesThatMeet() {
    Dep there = dependency(0, 1);
    Dep back = dependency(1, 0);
    Task a = task("a");
    Task b = task("b");
    there.add(sighting(a, lock(0), lock(1)));
    there.add(sighting(a, locks[0], locks[1]));
    back.add(sighting(b, lock(1), locks[0]));
    back.add(sighting(a, locks[1], locks[0]));
    back.add(sighting(b, locks[1], locks[0]));
    Matcher matcher = new Matcher(new Dep[] {there, back});
    Witness[] fit = matcher.match();
    assertSame(there.witnesses[1], fit[0]);
    assertSame(back.witnesses[2], fit[1]);
    Witness[] fixed =
        new Matcher(new Dep[] {there, back}).match(1, sighting(b, locks[1], locks[0]));
    assertSame(there.witnesses[1], fixed[0]);
  }

  @Test
  void match_oneTask_doesNotFit() {
    Dep there = dependency(0, 1);
    Dep back = dependency(1, 0);
    Task a = task("a");
    there.add(sighting(a, locks[0], locks[1]));
    back.add(sighting(a, locks[1], locks[0]));
    Matcher matcher = new Matcher(new Dep[] {there, back});
    assertNull(matcher.match());
    assertEquals(Matcher.Obstacle.TASK, matcher.obstacle());
    assertNull(matcher.match(0, there.witnesses[0]));
  }

  /** Far more dependencies than a thread has stack for. */
  @Test
  void match_cycleOf40000Classes_comesToAVerdict() {
    int n = 40_000;
    Dep[] cycle = new Dep[n];
    Task a = task("a");
    for (int i = 0; i < n; i++) {
      cycle[i] = dependency(i, (i + 1) % n);
      cycle[i].add(sighting(a, locks[i], locks[(i + 1) % n]));
    }
    Matcher matcher = new Matcher(cycle);
    assertNull(matcher.match());
    assertEquals(Matcher.Obstacle.TASK, matcher.obstacle());
  }
}
