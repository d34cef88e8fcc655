package dev.jlockdep.agent.watch;

import dev.jlockdep.agent.watch.Request.Need;
import dev.jlockdep.agent.watch.Resource.Kind;
import dev.jlockdep.api.AcquireMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

/** The thread pools whose workers are in a sample, found through their worker threads. */
final class Pools {
  private static final String WORKER = "java.util.concurrent.ThreadPoolExecutor$Worker";
  /** Chains of wrapped tasks and of completions are walked no further. */
  private static final int MAX_STEPS = 64;
  private static final int MAX_WRAPPERS = 4;

  private final Sample sample;
  private Map<ThreadPoolExecutor, List<Thread>> workers;

  Pools(Sample sample) {
    this.sample = sample;
  }

  private Map<ThreadPoolExecutor, List<Thread>> workers() {
    if (workers == null) {
      workers = new IdentityHashMap<>();
      for (ThreadView v : sample.views()) {
        Object worker = worker(WatchReflection.target(v.thread), 0);
        if (WatchReflection.read(worker, "this$0") instanceof ThreadPoolExecutor pool) {
          workers.computeIfAbsent(pool, k -> new ArrayList<>()).add(v.thread);
        }
      }
    }
    return workers;
  }

  boolean isWorker(Thread thread) {
    return workers().values().stream().anyMatch(w -> w.contains(thread));
  }

  /** The pool worker behind what a thread runs: thread factories like to wrap it. */
  private static Object worker(Object target, int depth) {
    if (target == null || target.getClass().getName().equals(WORKER)) {
      return target;
    }
    if (depth < MAX_WRAPPERS) {
      for (Object inner : WatchReflection.tasksIn(target)) {
        Object worker = worker(inner, depth + 1);
        if (worker != null) {
          return worker;
        }
      }
    }
    return null;
  }

  /**
   * The workers of the pool in whose queue the task (or what completes it) stands; may be empty.
   */
  List<Thread> workersFor(Object task) {
    if (!sample.full) {
      return List.of();
    }
    for (Map.Entry<ThreadPoolExecutor, List<Thread>> pool : workers().entrySet()) {
      if (queued(pool.getKey(), task)) {
        return pool.getValue();
      }
    }
    return List.of();
  }

  private static boolean queued(ThreadPoolExecutor pool, Object task) {
    for (Object element : elements(pool)) {
      if (leadsTo(element, task)) {
        return true;
      }
    }
    return false;
  }

  private static Object[] elements(ThreadPoolExecutor pool) {
    BlockingQueue<Runnable> queue = pool.getQueue();
    boolean foreignCode =
        queue instanceof PriorityBlockingQueue
            || !queue.getClass().getName().startsWith("java.util.concurrent.");
    // its lock may be one of those that are stuck
    return foreignCode ? new Object[0] : queue.toArray();
  }

  /**
   * The workers of the thread's own pool, when a task in its queue knows what the thread is parked
   * on: that task would end the wait, if only a worker came to run it. Empty otherwise.
   */
  List<Thread> workersWithTaskFor(ThreadView t) {
    for (Map.Entry<ThreadPoolExecutor, List<Thread>> pool : workers().entrySet()) {
      if (pool.getValue().contains(t.thread)) {
        for (Object element : elements(pool.getKey())) {
          if (WatchReflection.leadsTo(element, t.blocker)) {
            return pool.getValue();
          }
        }
      }
    }
    return List.of();
  }

  /** Types of the tasks that the thread will run later, as far as they can be told. */
  Set<String> tasksAhead(Thread thread) {
    Set<String> types = new HashSet<>();
    for (Map.Entry<ThreadPoolExecutor, List<Thread>> pool : workers().entrySet()) {
      if (pool.getValue().contains(thread)) {
        addTypes(elements(pool.getKey()), types);
      }
    }
    Object timer = WatchReflection.read(thread, "queue");
    if (WatchReflection.read(timer, "queue") instanceof Object[] timerTasks) {
      addTypes(timerTasks, types);
    }
    return types;
  }

  private static void addTypes(Object[] elements, Set<String> types) {
    for (Object element : elements) {
      Object at = element;
      for (int i = 0; at != null && i < MAX_STEPS && types.size() < MAX_STEPS; i++) {
        types.add(at.getClass().getName());
        Object inner = WatchReflection.read(at, "callable");
        inner = inner != null ? inner : WatchReflection.read(at, "task");
        at = inner != null ? inner : WatchReflection.read(at, "fn"); // of a CompletableFuture
      }
    }
  }

  private static boolean leadsTo(Object element, Object task) {
    Object at = element;
    for (int i = 0; at != null && i < MAX_STEPS; i++) {
      if (at == task || completes(WatchReflection.read(at, "dep"), task)) {
        return true;
      }
      Object inner = WatchReflection.read(at, "callable");
      at = inner != null ? inner : WatchReflection.read(at, "task");
    }
    return false;
  }

  /** Whether the signaller of a waiting thread hangs on the future. */
  private static boolean completes(Object future, Object signaller) {
    Object at = WatchReflection.read(future, "stack");
    for (int i = 0; at != null && i < MAX_STEPS; i++) {
      if (at == signaller) {
        return true;
      }
      at = WatchReflection.read(at, "next");
    }
    return false;
  }

  /**
   * The wait of a thread that closes a pool. {@code close()} waits in steps of a day and never
   * gives up; other timed waits for termination end by themselves.
   */
  Request termination(ThreadView t) {
    if (!t.inFrame("java.util.concurrent.ThreadPoolExecutor", "awaitTermination")
        || !t.inFrame("java.util.concurrent.ExecutorService", "close")) {
      return null;
    }
    Object sync = WatchReflection.read(t.blocker, "this$0");
    for (Map.Entry<ThreadPoolExecutor, List<Thread>> pool : workers().entrySet()) {
      Object lock = WatchReflection.read(pool.getKey(), "mainLock");
      if (sync != null && WatchReflection.read(lock, "sync") == sync) {
        return ends(t, pool.getKey(), pool.getValue());
      }
    }
    return null;
  }

  private static Request ends(ThreadView t, Object executor, List<Thread> workers) {
    List<Need> needs = new ArrayList<>();
    for (Thread worker : workers) {
      needs.add(Need.of(worker, Role.MEMBER));
    }
    Resource wanted = Resource.of(Kind.TERMINATION, executor, null);
    return new Request(t, wanted, AcquireMode.EXCLUSIVE, needs, 0);
  }

  /**
   * A thread of a thread-per-task executor that waits for the end of that very executor, or null.
   */
  Request ownExecutor(ThreadView t) {
    Object executor = WatchReflection.read(t.thread, "container");
    Object signal = WatchReflection.read(executor, "terminationSignal");
    if (signal == null || WatchReflection.read(signal, "sync") != t.blocker) {
      return null;
    }
    return ends(t, executor, List.of(t.thread));
  }
}
