package dev.jlockdep.hooks;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.internal.check.Contexts;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.LostSignals;
import dev.jlockdep.internal.check.OwnKind;
import dev.jlockdep.internal.check.PoolWaits;
import dev.jlockdep.internal.check.Waits;
import dev.jlockdep.internal.held.ThreadState;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import jdk.internal.vm.annotation.DontInline;

/** Called by woven code where threads wait for each other other than by locks. */
public final class WaitHooks {
  private WaitHooks() {}

  /** Before a wait without time limit for something that happens once; {@code what}: its kind. */
  @DontInline
  public static void awaits(Object event, int what) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0 || s.hasSeenDone(event)) {
      return;
    }
    context(s, event, true);
    if (what == Waits.THREAD) {
      raise(OwnKind.joins(s, (Thread) event));
    }
    if (s.pool != null) {
      ofPool(s, event, what);
    }
    if (s.depth() == 0) {
      return;
    }
    if (s.foreignChanges != null) {
      s.takeForeignChanges();
    }
    raise(Waits.begins(s, event, what));
  }

  /** After a future was asked whether it is done: to get from it what is there is no wait. */
  public static void isDone(boolean done, Object future) {
    if (done) {
      seenDone(future);
    }
  }

  @DontInline
  private static void seenDone(Object future) {
    try {
      ThreadState s = ThreadState.current();
      if (s.busy == 0) {
        Waits.seenDone(s, future);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Before a wait that the JDK leaves out when the future happens to be done by now. */
  @DontInline
  public static void waitsIfNotDone(Object future) {
    if (future instanceof FutureTask) {
      // Of one that is not done yet this is told again; the place and the locks are the same.
      awaits(future, Waits.FUTURE);
      awaited(future);
    }
  }

  private static void ofPool(ThreadState s, Object event, int what) {
    if (what == Waits.FUTURE) {
      raise(PoolWaits.gets(s, event));
    } else if (what == Waits.POOL) {
      raise(PoolWaits.terminates(s, event));
    } else if (what == Waits.EVENT) {
      PoolWaits.blocks(s, event);
    }
  }

  static void raise(Finding f) {
    if (f != null) {
      throw new LockdepDeadlockError(f.kind().headline() + ": " + f.message(), f);
    }
  }

  /** Before a wait for the end of a pool; one of an hour or more is meant to have no limit. */
  @DontInline
  public static void awaitsEnd(Object pool, long time, TimeUnit unit) {
    if (unit != null && unit.toHours(time) >= 1) {
      awaits(pool, Waits.POOL);
    }
  }

  /** Before a pool is shut down and its end is awaited. */
  public static void closes(Object pool) {
    awaits(pool, Waits.POOL);
  }

  /** A thread that a pool made for one task ends. */
  public static void poolThreadEnds(Object pool) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Waits.poolThreadEnds(s, pool);
    }
  }

  /** Before any one of the tasks that went into a pool is waited for. */
  public static void takesOfPool(Object service, Object pool) {
    ThreadState s = ThreadState.current();
    if (s.poolWork != null && s.busy == 0) {
      raise(PoolWaits.takes(s, service, pool));
    }
  }

  /** After it. */
  public static void tookOfPool() {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && s.poolWork != null) {
      PoolWaits.got(s);
    }
  }

  /** A pool was made. */
  @DontInline
  public static void poolMade(Object pool) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      PoolWaits.made(s, pool);
    }
  }

  /** Before a task goes into a pool. */
  @DontInline
  public static void submits(Object pool, Object task) {
    ThreadState s = ThreadState.current();
    if (s.pool == pool && s.busy == 0) {
      PoolWaits.submits(s, task);
    }
  }

  /** A pool has run a task. */
  static void taskEnds(ThreadState s) {
    if (s.busy == 0 && s.pool != null) {
      if (s.poolWork != null) {
        PoolWaits.taskEnds(s);
      }
      Waits.taskEnds(s);
    }
    s.pool = null;
  }

  /** A wait where none may be. */
  private static void context(ThreadState s, Object event, boolean once) {
    if (Contexts.concern(s)) {
      Probe.fail(Contexts.waits(s, event, once));
    }
  }

  /** After it. */
  @DontInline
  public static void awaited(Object event) {
    try {
      ThreadState s = ThreadState.current();
      if (s.busy == 0) {
        if (s.poolWork != null) {
          PoolWaits.got(s);
        }
        Waits.returned(s, event);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** A latch, or a future that can be completed by anybody, was made. */
  @DontInline
  public static void created(Object event) {
    try {
      ThreadState s = ThreadState.current();
      if (s.busy == 0) {
        s.journal.created(event);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Before a latch is counted down. */
  @DontInline
  public static void signals(Object event) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      if (s.pool != null) {
        PoolWaits.signals(s, event);
      }
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
  @DontInline
  public static void runs(Object future) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      s.journal.runs(s, future);
    }
  }

  /** Before those who wait for a future are told of its completion. */
  @DontInline
  public static void completes(Object future) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Waits.completes(s, future);
    }
  }

  /** Before a wait for a signal of {@code event} that follows the taking of its lock at once. */
  @DontInline
  public static void bare(Object event, int site) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && event != null) {
      LostSignals.about(s, event, site);
    }
  }

  /** Before {@code Object.wait} without a time limit. */
  @DontInline
  public static void waits(Object monitor) {
    Hooks.waits(monitor);
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && monitor != null) {
      context(s, monitor, false);
      Waits.beginsSignal(s, monitor, monitor);
    }
  }

  /** After it. */
  @DontInline
  public static void woken(Object monitor) {
    try {
      ThreadState s = ThreadState.current();
      if (s.busy == 0 && monitor != null) {
        Waits.woken(s, monitor);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Before {@code Object.notify}. */
  @DontInline
  public static void notifies(Object monitor) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && monitor != null) {
      Waits.signalsOne(s, monitor, monitor);
    }
  }

  /** Before a {@code Condition} is awaited without a time limit. */
  @DontInline
  public static void conditionWaits(Object condition, Object lock) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      context(s, condition, false);
      Waits.beginsSignal(s, condition, lock);
    }
  }

  /** After it. */
  @DontInline
  public static void conditionWoken(Object condition) {
    try {
      ThreadState s = ThreadState.current();
      if (s.busy == 0) {
        Waits.woken(s, condition);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** After a wait that had a time limit. */
  @DontInline
  public static void back() {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      s.journal.newContext(s);
    }
  }

  /** Before a {@code Condition} is signalled. */
  @DontInline
  public static void conditionSignals(Object condition, Object lock) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Waits.signalsOne(s, condition, lock);
    }
  }
}
