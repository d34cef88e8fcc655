package dev.jlockdep.internal.check;

import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.Need;
import dev.jlockdep.internal.graph.Pool;
import dev.jlockdep.internal.graph.Pools;
import dev.jlockdep.internal.graph.Task;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.List;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * What fork-join tasks need before they are complete. A part of a larger task (of a parallel stream,
 * say) is needed by whoever waits for the whole.
 */
public final class Forks {
  private static final int WHOLE_MAX = 64;

  private Forks() {}

  /** A task's code is over, and has asked for locks. */
  public static void ends(ThreadState s, ForkJoinTask<?> task) {
    s.busy++;
    try {
      List<Need> needs = s.journal.ofFuture(task);
      s.journal.ran(task);
      if (needs == null || needs.isEmpty()) {
        return;
      }
      if (Waits.wanted(s, task)) {
        Waits.happens(s, task, needs);
      }
      Object whole = whole(task);
      if (whole != task && Waits.wanted(s, whole)) {
        Waits.happens(s, whole, needs);
      }
      Pool p = s.thread instanceof ForkJoinWorkerThread
          ? Pools.known(((ForkJoinWorkerThread) s.thread).getPool()) : null;
      if (p != null && Waits.tells(p)) {
        Waits.happens(s, ((ForkJoinWorkerThread) s.thread).getPool(), needs);
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  private static Object whole(ForkJoinTask<?> task) {
    Object whole = task;
    for (int i = 0; i < WHOLE_MAX && whole instanceof CountedCompleter; i++) {
      CountedCompleter<?> above = ((CountedCompleter<?>) whole).getCompleter();
      if (above == null) {
        return whole;
      }
      whole = above;
    }
    return whole;
  }

  /**
   * A task that was forked, and that a joiner runs itself, takes a lock that the joiner holds. That
   * goes well only because no other thread was quick enough to take the task.
   */
  public static void takenAgain(ThreadState s, int index, int site) {
    s.busy++;
    try {
      Validator.resolveFully(s);
      HeldEntry e = s.stack[index];
      if (s.kind(index) != Kind.BIN) {
        s.journal.add(
            new Need(
                Task.ofCode("another thread of the pool"), e.inst, ClassTable.get(e.cls),
                (e.meta & ThreadState.MODE) != 0, false, site, null, null));
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }
}
