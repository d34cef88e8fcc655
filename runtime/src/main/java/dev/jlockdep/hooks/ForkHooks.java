package dev.jlockdep.hooks;

import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Forks;
import dev.jlockdep.internal.check.Waits;
import dev.jlockdep.internal.held.ThreadState;
import java.util.Collection;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Called by woven code of the fork-join framework. Who joins helps: it runs tasks itself while it
 * waits, its own and others', with all that it holds.
 */
public final class ForkHooks {
  private ForkHooks() {}

  /** Before a task's code runs, on whatever thread. */
  public static void begins(Object task) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    if (s.depth() == 0) {
      // one that helps others while it holds something stays the task that it is
      s.beginLazily();
      s.journal.newTask(s);
      s.journal.runsPart(task, 0);
    } else {
      boolean own = s.invoking == task;
      s.invoking = null;
      s.journal.runsPart(task, own ? s.journal.helpBase() : s.depth());
    }
  }

  /** After it. */
  public static void ends(Object task) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    if (s.journal.anyInPart(task)) {
      Forks.ends(s, (ForkJoinTask<?>) task);
    } else {
      s.journal.ran(task);
    }
  }

  /** Before a task is joined without a time limit. */
  public static void joins(Object task) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && s.depth() != 0 && !alone()) {
      WaitHooks.awaits(task, Waits.FUTURE);
    }
  }

  /** Before the calling thread runs a task itself and waits for what that has forked. */
  public static void invokes(Object task) {
    joins(task);
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      s.invoking = task;
    }
  }

  /** Before the first task is run here and the other one is joined. */
  public static void invokesBoth(Object first, Object second) {
    joins(second);
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      s.invoking = first;
    }
  }

  /** Before all are run, the first of them here. */
  public static void invokesAll(Object tasks) {
    try {
      ThreadState s = ThreadState.current();
      if (s.busy != 0 || s.depth() == 0) {
        return;
      }
      Object[] all =
          tasks instanceof Collection ? ((Collection<?>) tasks).toArray() : (Object[]) tasks;
      Object first = null;
      for (Object t : all) {
        if (first == null) {
          first = t;
        } else if (t != null) {
          joins(t);
        }
      }
      s.invoking = first;
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** After a task was joined. */
  public static void joined(Object task) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && (s.depth() != 0 || s.journal.any())) {
      Waits.returned(s, task);
    }
  }

  /** Whether the only thread of a pool joins: nobody else can have its tasks. */
  private static boolean alone() {
    Thread t = Thread.currentThread();
    if (!(t instanceof ForkJoinWorkerThread)) {
      return false;
    }
    ForkJoinPool pool = ((ForkJoinWorkerThread) t).getPool();
    return pool != null && pool.getParallelism() == 1;
  }
}
