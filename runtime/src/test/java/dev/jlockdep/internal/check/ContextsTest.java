package dev.jlockdep.internal.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.held.ThreadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What keeps a virtual thread on its carrier, by JDK: the JDKs of the other tests are not all. */
class ContextsTest {
  private static final boolean BEFORE_24 = true;
  private final ThreadState state = ThreadState.current();
  private final Object event = new Object();

  @AfterEach
  void letGo() {
    while (state.depth() > 0) {
      state.pop(state.stack[state.depth() - 1]);
    }
  }

  private void holds(Object lock, int kind) {
    state.push(lock, 0, kind << ThreadState.KIND_SHIFT);
  }

  private String pin(boolean before24) {
    return Contexts.pin(state, event, before24);
  }

  @Test
  void initialiserPinsOnAll() {
    holds(new Object(), Kind.INIT);
    assertEquals("a class initialiser", pin(BEFORE_24));
    assertEquals("a class initialiser", pin(!BEFORE_24));
  }

  @Test
  void monitorPinsBefore24() {
    holds(new Object(), Kind.MONITOR);
    assertEquals("a monitor", pin(BEFORE_24));
    assertNull(pin(!BEFORE_24));
  }

  @Test
  void otherLocksDoNot() {
    holds(new Object(), Kind.REENTRANT);
    holds(new Object(), Kind.STAMPED);
    assertNull(pin(BEFORE_24));
  }

  /** At the limit: the monitor that the wait lets go, and another one around it. */
  @Test
  void monitorOfTheWaitDoesNot() {
    holds(event, Kind.MONITOR);
    assertNull(pin(BEFORE_24));
    holds(new Object(), Kind.MONITOR);
    assertEquals("a monitor", pin(BEFORE_24));
  }
}
