package dev.jlockdep.internal.check;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Event;
import dev.jlockdep.internal.graph.EventName;
import dev.jlockdep.internal.graph.Events;
import dev.jlockdep.internal.graph.Fingerprint;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.Pool;
import dev.jlockdep.internal.graph.Pools;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.ThreadState;
import java.util.List;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Tasks of a pool that wait for work of their own pool. A task has one of the pool's threads; where
 * all of them wait for what is still in the queue, nothing moves any more. With one thread that is
 * certain, with more it takes as many such tasks at once. Pools that make a thread for every task
 * cannot be stuck so.
 */
public final class PoolWaits {
  /** A pool with more threads than this is not filled up by tasks that wait. */
  private static final int THREADS_MAX = 1000;

  private static final String WRAPPERS = "java.util.concurrent.Executors$";
  private static final String OF_SERVICE =
      "java.util.concurrent.ExecutorCompletionService$QueueingFuture";

  private PoolWaits() {}

  /** What the running task of a pool has put into its own pool. Own thread only. */
  static final class Work {
    private static final int KEPT = 16;
    final Object[] tasks = new Object[KEPT];
    /** Where each was put in. Raw: making a trace readable costs ten times as much as taking it. */
    final Throwable[] submitted = new Throwable[KEPT];
    long count;
    /** The pool that this task is counted in as one that waits now, or null. */
    Pool waitsIn;

    void add(Object task) {
      int i = (int) (count++ % KEPT);
      tasks[i] = task;
      submitted[i] = new Throwable();
    }

    int kept() {
      return (int) Math.min(count, KEPT);
    }

    int indexOf(Object task) {
      for (int i = 0; i < kept(); i++) {
        if (tasks[i] == task) {
          return i;
        }
      }
      return -1;
    }
  }

  /** A task in a pool of one thread that waits for something to be signalled. */
  private static final class Blocked {
    final Object pool;
    final Thread thread;
    final StackTraceElement[] stack;

    Blocked(Object pool, Thread thread, StackTraceElement[] stack) {
      this.pool = pool;
      this.thread = thread;
      this.stack = stack;
    }
  }

  /** A pool was made. */
  public static void made(ThreadState s, Object pool) {
    s.busy++;
    try {
      String maker = Stacks.callerOutsideJdk(pool.getClass().getName());
      String type = Instances.typeName(pool.getClass());
      LockClass c =
          ClassTable.of(maker == null ? type : type + " @ " + maker, "pool", type, false);
      Pools.add(pool, c, s.task().id);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /**
   * The running task of a pool puts another one into the same pool. What no one can wait for is not
   * kept: plain tasks, and those inside a {@code CompletableFuture}, which nobody but it knows.
   */
  public static void submits(ThreadState s, Object task) {
    if (!(task instanceof Future) || task instanceof AsynchronousCompletionTask) {
      return;
    }
    s.busy++;
    try {
      Work w = (Work) s.poolWork;
      if (w == null) {
        s.poolWork = w = new Work();
      }
      w.add(task);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** The running task of a pool waits for a future. */
  public static Finding gets(ThreadState s, Object future) {
    Work w = (Work) s.poolWork;
    int i = w == null ? -1 : w.indexOf(future);
    if (i < 0 || !(s.pool instanceof ThreadPoolExecutor)) {
      return null;
    }
    return ((Future<?>) future).isDone() ? null : waits(s, w, i, future);
  }

  /** The running task of a pool waits for any of those that it has submitted through a service. */
  public static Finding takes(ThreadState s, Object service, Object pool) {
    Work w = (Work) s.poolWork;
    // a pool of one thread comes in a wrapper
    boolean own = pool == s.pool || pool.getClass().getName().startsWith(WRAPPERS);
    if (!own || !(s.pool instanceof ThreadPoolExecutor)) {
      return null;
    }
    int first = -1;
    for (int i = w.kept() - 1; i >= 0; i--) {
      Object task = w.tasks[i];
      if (task.getClass().getName().equals(OF_SERVICE)) {
        if (((Future<?>) task).isDone()) {
          return null;
        }
        first = i;
      }
    }
    return first < 0 ? null : waits(s, w, first, service);
  }

  /** The task waits for one that it put into its own pool, and that is not done. */
  private static Finding waits(ThreadState s, Work w, int i, Object awaited) {
    s.busy++;
    try {
      int threads = threads((ThreadPoolExecutor) s.pool);
      Pool p = Pools.known(s.pool);
      if (p == null || threads > THREADS_MAX) {
        return null;
      }
      int parents = parents(w, p);
      Level level =
          threads == 1 ? Level.PROVEN : parents >= threads ? Level.LIKELY : Level.POSSIBLE;
      String why =
          threads == 1
              ? "the pool has one thread, and that waits for a task that is in its queue"
              : level == Level.LIKELY
                  ? "the pool has " + threads + " threads, and " + parents
                      + " tasks at once that wait for others in its queue"
                  : "only possible: the pool has " + threads + " threads, and at most " + parents
                      + " of its tasks at once were seen to wait for others in its queue";
      StackTraceElement[] put = Stacks.fromWait(Stacks.trim(w.submitted[i]));
      return report(s, p, awaited, "future", put, level, why, "own task");
    } catch (Throwable t) {
      Errors.record(t);
      return null;
    } finally {
      s.busy--;
    }
  }

  private static int parents(Work w, Pool p) {
    if (w.waitsIn == null) {
      w.waitsIn = p;
      return p.parents.incrementAndGet();
    }
    return p.parents.get();
  }

  /** How many threads it gets at most while its queue is never full. */
  private static int threads(ThreadPoolExecutor pool) {
    boolean unbounded =
        pool instanceof ScheduledThreadPoolExecutor
            || pool.getQueue() instanceof LinkedBlockingQueue
                && pool.getQueue().remainingCapacity() > Integer.MAX_VALUE / 2;
    return Math.max(1, unbounded ? pool.getCorePoolSize() : pool.getMaximumPoolSize());
  }

  /** The running task of a pool waits, without a time limit, for the end of a pool. */
  public static Finding terminates(ThreadState s, Object pool) {
    s.busy++;
    try {
      Pool own = Pools.known(s.pool);
      Pool other = Pools.known(pool);
      if (own == null || other == null) {
        return null;
      }
      if (own == other) {
        return report(s, own, pool, "pool", null, Level.PROVEN,
            "the pool ends when its tasks have, and this is one of them", "own end");
      }
      // a pool that the task made itself cannot be the one that it runs on
      if (own.lockClass == other.lockClass && other.maker != s.task().id) {
        return report(s, own, pool, "pool", null, Level.LIKELY,
            "two pools of one class: the same wait for the task's own pool cannot end", "own end");
      }
      return null;
    } catch (Throwable t) {
      Errors.record(t);
      return null;
    } finally {
      s.busy--;
    }
  }

  /** A task in a pool of one thread waits for a latch that is not at zero. */
  public static void blocks(ThreadState s, Object latch) {
    s.busy++;
    try {
      if (s.pool instanceof ThreadPoolExecutor
          && threads((ThreadPoolExecutor) s.pool) == 1
          && ((java.util.concurrent.CountDownLatch) latch).getCount() > 0) {
        Events.of(latch).blocked =
            new Blocked(s.pool, s.thread, Stacks.fromWait(Stacks.trim(new Throwable())));
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** The running task of a pool signals; was the only thread of that pool waiting for it? */
  public static void signals(ThreadState s, Object latch) {
    Event e = Events.known(latch);
    Blocked b = e == null ? null : (Blocked) e.blocked;
    if (b == null || b.pool != s.pool) {
      return;
    }
    s.busy++;
    try {
      Pool p = Pools.known(s.pool);
      if (p != null) {
        report(s, p, latch, "event", b.stack, Stacks.fromWait(Stacks.trim(new Throwable())),
            Level.LIKELY,
            "the pool has one thread, which waited for what only a later task of the pool signalled",
            "own signal");
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** The task came back from a wait for a future. */
  public static void got(ThreadState s) {
    Work w = (Work) s.poolWork;
    if (w.waitsIn != null) {
      w.waitsIn.parents.decrementAndGet();
      w.waitsIn = null;
    }
  }

  /** The task is over, also when it gave up a wait. */
  public static void taskEnds(ThreadState s) {
    got(s);
    s.poolWork = null;
  }

  private static Finding report(
      ThreadState s, Pool p, Object awaited, String kind, StackTraceElement[] submitted,
      Level level, String why, String what) {
    return report(
        s, p, awaited, kind, Stacks.fromWait(Stacks.trim(new Throwable())), submitted, level, why,
        what);
  }

  private static Finding report(
      ThreadState s, Pool p, Object awaited, String kind, StackTraceElement[] wait,
      StackTraceElement[] submitted, Level level, String why, String what) {
    Instance named = Instances.known(s.pool);
    LockClass of =
        named == null
            ? p.lockClass
            : ClassTable.of(named.lockClass.name(), "pool", named.lockClass.type(), false);
    String fp = Fingerprint.of("RECURSION", List.of(of.name(), what));
    if (Findings.known(fp, level)) {
      return null;
    }
    LockClass event =
        awaited == s.pool || kind.equals("pool")
            ? of
            : new EventName(awaited, kind, false).awaitedAt(wait);
    StackTraceElement[] origin = submitted == null ? new StackTraceElement[0] : submitted;
    HeldLock held =
        new HeldLock(
            of, print(of, p.hash), AcquireMode.EXCLUSIVE, origin.length > 0 ? origin[0] : null,
            what.equals("own task") ? "submitted here" : "");
    HeldLock wanted =
        new HeldLock(
            event, print(event, System.identityHashCode(awaited)), AcquireMode.EXCLUSIVE,
            wait.length > 0 ? wait[0] : null, "");
    Finding f =
        new Finding(
            FindingKind.RECURSION, level, fp, of.name() + " -> " + of.name(), List.of(of.name()),
            List.of(
                new Dependency(
                    held, wanted, origin, wait, s.thread.getName(), s.thread.getId(),
                    s.task().name(), s.task().test)),
            Held.of(s, s.depth()), wait, s.thread.getName(), s.thread.getId(), s.task().test,
            evidence(why, origin, what), Findings.failing(level, false),
            System.currentTimeMillis());
    return Findings.toThrow(s, f) ? f : null;
  }

  private static List<String> evidence(String why, StackTraceElement[] origin, String what) {
    if (origin.length == 0) {
      return List.of(why);
    }
    return List.of(
        why, (what.equals("own signal") ? "it is signalled at " : "it was submitted at ") + origin[0]);
  }

  private static String print(LockClass c, int hash) {
    return c.type().substring(c.type().lastIndexOf('.') + 1) + "@" + Integer.toHexString(hash);
  }
}
