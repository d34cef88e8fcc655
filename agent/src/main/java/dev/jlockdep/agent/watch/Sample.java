package dev.jlockdep.agent.watch;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.api.ThreadSnapshot;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What was seen of the threads at one moment; taken without stopping them. */
final class Sample {
  /** A granted hold. */
  record Hold(Thread thread, AcquireMode mode) {}

  private final Map<Thread, ThreadView> views = new IdentityHashMap<>();
  private final Map<Object, List<Hold>> holds = new IdentityHashMap<>();
  private final Map<Object, LockClassView> classes = new IdentityHashMap<>();
  /** Whether all threads are in it, not only those the runtime knows locks of. */
  final boolean full;

  private Sample(boolean full) {
    this.full = full;
  }

  /** The threads the runtime knows locks of. */
  static Sample ofSnapshots(List<ThreadSnapshot> snapshots) {
    Sample sample = new Sample(false);
    snapshots.forEach(sample::add);
    return sample;
  }

  /** All threads that can be found. */
  static Sample ofAll(List<ThreadSnapshot> snapshots) {
    Sample sample = new Sample(true);
    snapshots.forEach(sample::add);
    for (Thread t : platformThreads()) {
      sample.views.computeIfAbsent(t, k -> new ThreadView(k, null));
    }
    for (Thread t : WatchReflection.virtualThreads()) {
      sample.views.computeIfAbsent(t, k -> new ThreadView(k, null));
    }
    return sample;
  }

  private void add(ThreadSnapshot s) {
    ThreadView view = new ThreadView(s.thread(), s);
    views.put(s.thread(), view);
    for (int i = 0; i < s.depth(); i++) {
      Object lock = s.lock(i);
      if (lock == null) {
        continue;
      }
      classes.put(lock, s.lockClass(i));
      view.asking = s.pending(i) && stillAsks(view, lock);
      if (!view.asking) {
        holds.computeIfAbsent(lock, k -> new ArrayList<>()).add(new Hold(s.thread(), s.mode(i)));
      }
    }
  }

  /** Whether the last request of a thread has not been granted. */
  private boolean stillAsks(ThreadView t, Object lock) {
    if (t.state == Thread.State.RUNNABLE) {
      return false;
    }
    if (t.blocker == lock) {
      return true;
    }
    if (classes.get(lock).declared()) {
      return t.standsWhereItAsked() || t.inType(lock.getClass().getName());
    }
    boolean monitor = t.state == Thread.State.BLOCKED && !LockTypes.isQueued(lock);
    ThreadInfo info = monitor && full ? t.info() : null;
    return monitor
        && (info == null
            || info.getLockInfo() == null
            || info.getLockInfo().getIdentityHashCode() == System.identityHashCode(lock));
  }

  /**
   * Whether a thread of the program waits without a limit; a cheap way to know that none is stuck.
   */
  static boolean anyoneWaits() {
    for (Thread t : platformThreads()) {
      Thread.State state = t.getState();
      ThreadGroup group = t.getThreadGroup();
      boolean waits = state == Thread.State.BLOCKED || state == Thread.State.WAITING;
      if (waits && group != null && group.getParent() != null) { // the JVM's own are in the root
        return true;
      }
    }
    return false;
  }

  private static List<Thread> platformThreads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] buffer = new Thread[root.activeCount() + 16];
    int n = root.enumerate(buffer, true);
    while (n == buffer.length) {
      buffer = new Thread[2 * n];
      n = root.enumerate(buffer, true);
    }
    return List.of(Arrays.copyOf(buffer, n));
  }

  Collection<ThreadView> views() {
    return views.values();
  }

  ThreadView view(Thread thread) {
    return views.get(thread);
  }

  Thread byId(long id) {
    for (ThreadView v : views.values()) {
      if (v.id() == id) {
        return v.thread;
      }
    }
    return null;
  }

  List<Hold> holdsOf(Object lock) {
    return holds.getOrDefault(lock, List.of());
  }

  LockClassView classOf(Object lock) {
    return classes.get(lock);
  }

  /** The lock object of that type and identity hash that the runtime knows, or null. */
  Object known(String type, int hash) {
    for (Object lock : classes.keySet()) {
      if (System.identityHashCode(lock) == hash && lock.getClass().getName().equals(type)) {
        return lock;
      }
    }
    return null;
  }
}
