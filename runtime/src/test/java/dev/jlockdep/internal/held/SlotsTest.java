package dev.jlockdep.internal.held;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.hooks.Hooks;
import dev.jlockdep.internal.check.Validator;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.Sites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slots of the held-lock stack that give way to others and come back. */
class SlotsTest {
  private static final int LOCKS = 12;
  private static final int PLACES = 20;
  /** Of a kind that nobody can ask whether the thread has it. */
  private static final int BITS = Kind.STAMPED << ThreadState.KIND_SHIFT;
  private static final int STEPS = 200_000;

  private final ThreadState state = ThreadState.current();
  private final Object[] locks = new Object[LOCKS];
  private final int[] places = new int[PLACES];

  SlotsTest() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
      String name = "SlotsTest.lock" + i;
      Instances.made(
          locks[i], Kind.STAMPED, ClassTable.of(name, "stamped", "java.lang.Object", false), 0, 0);
    }
    for (int i = 0; i < PLACES; i++) {
      places[i] = Sites.position("SlotsTest", "place", "SlotsTest.java", i + 1);
    }
  }

  @AfterEach
  void nothingIsHeld() {
    assertEquals(0, state.depth());
  }

  private void lock(int lock, int place) {
    Hooks.at(places[place]);
    Hooks.lockRequest(locks[lock], BITS);
  }

  private void unlock(int lock) {
    Hooks.released(locks[lock], BITS);
  }

  /** The slot of a lock that is taken inside another one, and let go. */
  private HeldEntry inside(int lock, int place) {
    lock(lock, place);
    HeldEntry e = state.stack[1];
    assertTrue(e.holds(locks[lock]));
    unlock(lock);
    return e;
  }

  @Test
  void locksInTurn_eachKeepsWhatWasFoundOutOfIt() {
    lock(0, 0);
    HeldEntry first = inside(1, 1);
    HeldEntry second = inside(2, 2);
    long token = first.token;
    for (int i = 0; i < 10; i++) {
      assertSame(first, inside(1, 1));
      assertEquals(token, first.token);
      assertSame(second, inside(2, 2));
    }
    unlock(0);
  }

  /** Places 1 and 9 share a way. */
  @Test
  void placesOfOneWayInTurn_eachKeepsWhatWasFoundOutOfIt() {
    assertEquals(places[1] & 7, places[9] & 7);
    lock(0, 0);
    HeldEntry first = inside(1, 1);
    HeldEntry second = inside(2, 9);
    assertSame(first, inside(1, 1));
    assertSame(second, inside(2, 9));
    unlock(0);
  }

  @Test
  void anotherLockOutside_nothingComesBack() {
    lock(0, 0);
    inside(1, 1);
    long token = inside(2, 2).token;
    unlock(0);
    lock(3, 0);
    assertNotEquals(token, inside(2, 2).token);
    unlock(3);
  }

  @Test
  void closedWay_isLookedAtAgain() {
    lock(0, 0);
    long token = inside(1, 1).token;
    inside(2, 2);
    state.closeFastWay();
    assertNotEquals(token, inside(1, 1).token);
    unlock(0);
  }

  /** Replay a failure with {@code -Djlockdep.random.seed=...}. */
  @Test
  void anyOrder_theStackIsThatOfTheLocks() {
    long seed = Long.getLong("jlockdep.random.seed", System.nanoTime());
    Random random = new Random(seed);
    List<int[]> held = new ArrayList<>();
    Map<String, Long> keys = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      String where = "seed " + seed + ", step " + step;
      int innermost = held.isEmpty() ? -1 : held.get(held.size() - 1)[0];
      if (innermost < LOCKS - 1 && random.nextInt(3) != 0) {
        // in one order, so that nothing is found
        int lock = innermost + 1 + random.nextInt(Math.min(4, LOCKS - 1 - innermost));
        int place = (lock + random.nextInt(3) * LOCKS) % PLACES;
        lock(lock, place);
        held.add(new int[] {lock, place});
      } else if (!held.isEmpty()) {
        // mostly the innermost one
        int i = random.nextInt(4) == 0 ? random.nextInt(held.size()) : held.size() - 1;
        unlock(held.remove(i)[0]);
      }
      assertEquals(held.size(), state.depth(), where);
      if (random.nextInt(3) == 0) {
        check(held, keys, where);
      }
    }
    while (!held.isEmpty()) {
      unlock(held.remove(held.size() - 1)[0]);
    }
  }

  /** Locks, places, and one key for one chain. */
  private void check(List<int[]> held, Map<String, Long> keys, String where) {
    Validator.resolve(state);
    StringBuilder chain = new StringBuilder();
    for (int i = 0; i < held.size(); i++) {
      HeldEntry e = state.stack[i];
      assertTrue(e.holds(locks[held.get(i)[0]]), where);
      assertEquals(places[held.get(i)[1]], e.site, where);
      for (int k = 0; k < i; k++) {
        assertTrue(state.stack[k] != e, where);
      }
      assertTrue(e.inst.refersTo(locks[held.get(i)[0]]), where);
      chain.append(held.get(i)[0]).append('@').append(held.get(i)[1]).append(' ');
      Long known = keys.putIfAbsent(chain.toString(), e.key);
      assertTrue(known == null || known == e.key, where);
    }
  }
}
