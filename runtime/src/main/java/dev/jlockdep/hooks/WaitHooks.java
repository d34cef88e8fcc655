package dev.jlockdep.hooks;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.internal.check.Contexts;
import dev.jlockdep.internal.check.Waits;
import dev.jlockdep.internal.held.ThreadState;

/** Called by woven code where threads wait for each other other than by locks. */
public final class WaitHooks {
  private WaitHooks() {}

  /** Before a wait without time limit for something that happens once; {@code what}: its kind. */
  public static void awaits(Object event, int what) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    context(s, event, true);
    if (s.depth() == 0) {
      return;
    }
    if (s.foreignChanges != null) {
      s.takeForeignChanges();
    }
    Finding f = Waits.begins(s, event, what);
    if (f != null) {
      throw new LockdepDeadlockError(f.kind().headline() + ": " + f.message(), f);
    }
  }

  /** A wait where none may be. */
  private static void context(ThreadState s, Object event, boolean once) {
    if (Contexts.concern(s)) {
      Probe.fail(Contexts.waits(s, event, once));
    }
  }

  /** After it. */
  public static void awaited(Object event) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Waits.returned(s, event);
    }
  }

  /** A latch, or a future that can be completed by anybody, was made. */
  public static void created(Object event) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      s.journal.created(event);
    }
  }

  /** Before a latch is counted down. */
  public static void signals(Object event) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Waits.signals(s, event);
    }
  }

  /** {@link #signals} when the result says so. */
  public static void signalsIf(boolean done, Object event) {
    if (done) {
      signals(event);
    }
  }

  /** Before a future runs. */
  public static void runs(Object future) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      s.journal.runs(s, future);
    }
  }

  /** Before those who wait for a future are told of its completion. */
  public static void completes(Object future) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Waits.completes(s, future);
    }
  }

  /** Before {@code Object.wait} without a time limit. */
  public static void waits(Object monitor) {
    Hooks.waits(monitor);
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && monitor != null) {
      context(s, monitor, false);
      Waits.beginsSignal(s, monitor, monitor);
    }
  }

  /** After it. */
  public static void woken(Object monitor) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && monitor != null) {
      Waits.woken(s, monitor);
    }
  }

  /** Before {@code Object.notify}. */
  public static void notifies(Object monitor) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && monitor != null) {
      Waits.signalsOne(s, monitor, monitor);
    }
  }

  /** Before a {@code Condition} is awaited without a time limit. */
  public static void conditionWaits(Object condition, Object lock) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      context(s, condition, false);
      Waits.beginsSignal(s, condition, lock);
    }
  }

  /** After it. */
  public static void conditionWoken(Object condition) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Waits.woken(s, condition);
    }
  }

  /** After a wait that had a time limit. */
  public static void back() {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      s.journal.newContext(s);
    }
  }

  /** Before a {@code Condition} is signalled. */
  public static void conditionSignals(Object condition, Object lock) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Waits.signalsOne(s, condition, lock);
    }
  }
}
