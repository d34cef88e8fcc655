package dev.jlockdep.hooks;

import dev.jlockdep.internal.check.Permits;
import dev.jlockdep.internal.held.ThreadState;

/** Called by woven code of types that count work in flight by hand; the agent finds them. */
public final class CountHooks {
  private CountHooks() {}

  /** Before a count is tested by who waits on {@code guard} until it has fallen. */
  public static void mayWait(Object owner, Object guard, String count) {
    ThreadState s = ThreadState.current();
    // with the guard alone nothing is held in the wait
    if (s.busy == 0 && s.depth() > 1) {
      Permits.mayWait(s, owner, guard, count);
    }
  }

  /** Before a count is tested by who waits until it is zero. */
  public static void drains(Object owner, String count, int value) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Permits.drains(s, owner, count, value);
    }
  }

  /** After a count was raised. */
  public static void raised(Object owner, String count) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Permits.raised(s, owner, count);
    }
  }

  /** After it was lowered. */
  public static void lowered(Object owner, Object guard, String count) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Permits.lowered(s, owner, guard, count);
    }
  }
}
