package dev.jlockdep.internal.held;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.internal.Together;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** States of virtual threads that go on to another thread when theirs has ended. */
final class UsedAgainTest {
  /** Fields that the next thread gets as they are, and why. */
  private static final Map<String, String> KEPT = Map.ofEntries(
      Map.entry("virtual", "only states of virtual threads are used again"),
      Map.entry("thread", "stands for nobody"),
      Map.entry("ringIndex", "where the ring has the state"),
      Map.entry("stack", "slots are a cache; they let go of locks"),
      Map.entry("others", "a virtual thread puts no slots by"),
      Map.entry("spare", "a virtual thread puts no slots by"),
      Map.entry("top", "the depth is 0, or the state is not used again"),
      Map.entry("resolved", "counts only while something is held"),
      Map.entry("binMap", "set before each use"),
      Map.entry("binHash", "set before each use"),
      Map.entry("busy", "set by who makes it"),
      Map.entry("acquisitions", "goes on, so that no moment comes twice"),
      Map.entry("tokens", "goes on, so that no token comes twice"),
      Map.entry("sampleMask", "of the state"),
      Map.entry("samples", "of the state"),
      Map.entry("random", "of the state"),
      Map.entry("pushes", "of the state"),
      Map.entry("renewedAt", "of the state"),
      Map.entry("freshShift", "of the state"),
      Map.entry("traceBudget", "of the state"),
      Map.entry("task", "set by who makes it"),
      Map.entry("recent", "chains that are known stay known"),
      Map.entry("journal", "begins a new context, see stateOfOneThreadIsNotSeenByTheNext"),
      Map.entry("foreignChanges", "none, or the state is not used again"),
      Map.entry("scopes", "none, or the state is not used again"));
  private static final int ROUNDS = 200;
  private static final int STATES = 3;
  private static final int TAKES = 50;

  /** By reflection, so that a new field is not forgotten. */
  @Test
  void everyFieldIsAsInANewState() throws Exception {
    ThreadState fresh = new ThreadState(VirtualStates.NOBODY, true);
    ThreadState used = new ThreadState(new Thread(), true);
    List<Field> fields = new ArrayList<>();
    for (Field f : ThreadState.class.getDeclaredFields()) {
      if (!Modifier.isStatic(f.getModifiers()) && !KEPT.containsKey(f.getName())) {
        f.setAccessible(true);
        f.set(used, something(f.getType()));
        fields.add(f);
      }
    }
    assertTrue(fields.size() > 20, "fields looked at");
    assertTrue(used.forgetThread());
    for (Field f : fields) {
      assertEquals(f.get(fresh), f.get(used), f.getName() + " is the next thread's too");
    }
  }

  private static Object something(Class<?> type) throws Exception {
    if (type == boolean.class) {
      return true;
    }
    if (type == byte.class) {
      return (byte) 1;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == String.class) {
      return "something";
    }
    if (type == StackTraceElement[].class) {
      return new StackTraceElement[1];
    }
    if (type == WeakReference.class) {
      return new WeakReference<>(type);
    }
    if (type == List.class) {
      return List.of(type);
    }
    return type == Object.class ? new Object() : unmade(type);
  }

  /** An instance that no constructor has seen: the JDK makes such ones for serialisation. */
  private static Object unmade(Class<?> type) throws Exception {
    Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
    Object maker = factory.getMethod("getReflectionFactory").invoke(null);
    Method made =
        factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
    return ((Constructor<?>) made.invoke(maker, type, Object.class.getConstructor()))
        .newInstance();
  }

  /** What holds something back, or has scopes open, is not used again. */
  @Test
  void stateWithSomethingLeftIsNotUsedAgain() {
    ThreadState holds = new ThreadState(new Thread(), true);
    holds.push(new Object(), 1, 0);
    assertFalse(holds.forgetThread());
    ThreadState open = new ThreadState(new Thread(), true);
    open.scopes = new Object();
    assertFalse(open.forgetThread());
    ThreadState told = new ThreadState(new Thread(), true);
    told.foreignChanges = new Object();
    assertFalse(told.forgetThread());
    assertTrue(new ThreadState(new Thread(), true).forgetThread());
  }

  /** Given and taken by several threads at once: each state has one thread, and none gets lost. */
  @Test
  void stateOfOneThreadIsNotSeenByTheNext() throws Exception {
    Thread place = new Thread();
    for (int i = 0; i < STATES; i++) {
      VirtualStates.give(new ThreadState(VirtualStates.NOBODY, true), place);
    }
    Map<ThreadState, Integer> taken = new ConcurrentHashMap<>();
    Together.run(ROUNDS, (thread, round) -> {
      for (int i = 0; i < TAKES; i++) {
        ThreadState s = VirtualStates.take(place);
        if (s == null) {
          continue;
        }
        assertNull(taken.put(s, thread), "taken by two, round " + round);
        assertNull(s.journal.ofFuture(taken), "runs what another thread did");
        assertFalse(s.journal.any(), "asked for what another thread did");
        s.journal.runs(s, taken);
        assertNotNull(s.journal.ofFuture(taken));
        assertEquals(thread, taken.remove(s), "taken by two, round " + round);
        assertTrue(s.forgetThread());
        VirtualStates.give(s, place);
      }
    }, round -> { });
    int left = 0;
    while (VirtualStates.take(place) != null) {
      left++;
    }
    assertEquals(STATES, left);
  }
}
