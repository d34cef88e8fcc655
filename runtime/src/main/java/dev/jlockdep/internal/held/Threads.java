package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.graph.Task;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The live thread states, and which task started which thread. Thread-safe. */
public final class Threads {
  /** A hold handed over to a thread that has no state yet. */
  private static final class Given {
    final WeakReference<Thread> to;
    final Object lock;
    final int bits;
    final Duty duty;

    Given(Thread to, Object lock, int bits, Duty duty) {
      this.to = new WeakReference<>(to);
      this.lock = lock;
      this.bits = bits;
      this.duty = duty;
    }
  }

  private static final Class<?> VIRTUAL = virtualType();
  /**
   * The tasks of threads that were started and have not asked for a lock yet, by thread id; when more
   * threads than this wait to run, the later one's entry replaces the earlier's, which then counts as
   * started by nobody.
   */
  private static final AtomicReferenceArray<Task> STARTED = new AtomicReferenceArray<>(16_384);
  private static final SpinLock LOCK = new SpinLock();
  private static final ArrayList<WeakReference<ThreadState>> STATES = new ArrayList<>();
  private static final ArrayList<Given> GIVEN = new ArrayList<>();
  /** Whether anything was ever in {@link #GIVEN}. */
  private static volatile boolean anyGiven;
  /** Slots of {@link #STATES} to look at before the next clean-up. */
  private static int cleanAt = 1024;
  /** For {@link #releaseElsewhere}. */
  public static final int ANY_MODE = -1;
  /** The JUnit test that runs in this JVM, for threads that no test started. */
  public static volatile String currentTest = "";

  private Threads() {}

  private static Class<?> virtualType() {
    try {
      return Class.forName("java.lang.BaseVirtualThread", false, null);
    } catch (ClassNotFoundException olderJdk) {
      return null;
    }
  }

  static boolean isVirtual(Thread t) {
    return VIRTUAL != null && VIRTUAL.isInstance(t);
  }

  /** Called on the starting thread, before the other one can run. */
  public static void starting(ThreadState starter, Thread child) {
    Task parent = starter.task();
    int segment = parent.segment + 1;
    parent.segment = segment;
    Task task = new Task(child.getName(), child.getId(), parent.test, parent, segment);
    // the start of the thread publishes it to the one that matters
    STARTED.setRelease(slot(child), task);
  }

  static Task taskOf(Thread t) {
    int slot = slot(t);
    Task started = STARTED.get(slot);
    if (started != null && started.threadId == t.getId()) {
      STARTED.setRelease(slot, null);
      return started;
    }
    return new Task(t.getName(), t.getId(), currentTest, null, 0);
  }

  private static int slot(Thread t) {
    return (int) t.getId() & STARTED.length() - 1;
  }

  static void add(ThreadState s) {
    if (s.virtual) {
      // a million of them must not be listed; the watch finds those that hold locks by their carrier
      VirtualStates.add(s);
      return;
    }
    LOCK.lock();
    try {
      STATES.add(new WeakReference<>(s));
      if (STATES.size() >= cleanAt) {
        int kept = 0;
        for (int i = 0; i < STATES.size(); i++) {
          WeakReference<ThreadState> r = STATES.get(i);
          if (r.get() != null) {
            STATES.set(kept++, r);
          }
        }
        while (STATES.size() > kept) {
          STATES.remove(STATES.size() - 1);
        }
        cleanAt = Math.max(1024, kept * 2);
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** Of a platform thread. */
  static void remove(ThreadState s) {
    LOCK.lock();
    try {
      for (int i = STATES.size() - 1; i >= 0; i--) {
        if (STATES.get(i).refersTo(s)) {
          STATES.set(i, STATES.get(STATES.size() - 1));
          STATES.remove(STATES.size() - 1);
          return;
        }
      }
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Tells the thread that holds a lock that another one released it; false when none holds it.
   *
   * @param mode of the hold, or {@link #ANY_MODE}
   */
  public static boolean releaseElsewhere(Object lock, int mode) {
    Holder holder = Holder.of(all(), lock, mode);
    if (holder == null) {
      return false;
    }
    changed(holder.state, holder.thread, lock, holder.mode, null);
    return true;
  }

  /** Tells a thread that the hold with this duty is no longer its own. */
  public static void takeFrom(Thread holder, Duty duty) {
    if (takeBack(holder, duty)) {
      return;
    }
    ThreadState s = find(holder);
    if (s != null) {
      changed(s, holder, null, 0, duty);
    }
  }

  private static void changed(ThreadState s, Thread of, Object lock, int bits, Duty duty) {
    // memory can run out in the section: the lock must be let go whatever happens
    LOCK.lock();
    try {
      add(s, of, lock, bits, false, duty);
    } finally {
      LOCK.unlock();
    }
  }

  private static void add(
      ThreadState s, Thread of, Object lock, int bits, boolean given, Duty duty) {
    s.foreignChanges =
        new ThreadState.ForeignChange(
            of, lock, bits, given, duty, (ThreadState.ForeignChange) s.foreignChanges);
  }

  static ThreadState.ForeignChange takeForeign(ThreadState s) {
    LOCK.lock();
    ThreadState.ForeignChange c = (ThreadState.ForeignChange) s.foreignChanges;
    s.foreignChanges = null;
    LOCK.unlock();
    return c;
  }

  /** Makes another thread the holder of a lock, whether or not it has taken locks so far. */
  public static void give(Thread to, Object lock, int bits, Duty duty) {
    // 1. say it; 2. look for the state. A state made in between finds what was said, see takeGiven.
    Given given = new Given(to, lock, bits, duty);
    LOCK.lock();
    try {
      GIVEN.add(given);
      anyGiven = true;
    } finally {
      LOCK.unlock();
    }
    ThreadState s = find(to);
    if (s != null) {
      takeGiven(s);
    }
  }

  /** Takes back what was given to a thread; false when it has been taken over already. */
  private static boolean takeBack(Thread from, Duty duty) {
    LOCK.lock();
    try {
      for (int i = 0; i < GIVEN.size(); i++) {
        if (GIVEN.get(i).to.refersTo(from) && GIVEN.get(i).duty == duty) {
          GIVEN.remove(i);
          return true;
        }
      }
      return false;
    } finally {
      LOCK.unlock();
    }
  }

  static void takeGiven(ThreadState s) {
    // the state is there for all before it is asked what was given
    VarHandle.fullFence();
    if (!anyGiven) {
      return;
    }
    LOCK.lock();
    try {
      for (int i = GIVEN.size() - 1; i >= 0; i--) {
        Given g = GIVEN.get(i);
        if (g.to.refersTo(s.thread)) {
          add(s, s.thread, g.lock, g.bits, true, g.duty);
          GIVEN.remove(i);
        } else if (g.to.refersTo(null)) {
          GIVEN.remove(i);
        }
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** The state of a live thread, or null when it took no lock so far. */
  public static ThreadState find(Thread t) {
    if (isVirtual(t)) {
      return VirtualStates.find(t);
    }
    for (ThreadState s : all()) {
      if (s.thread == t) {
        return s;
      }
    }
    return null;
  }

  /** The task of a thread that was started, if it is known and not over; else null. */
  public static Task known(Thread t) {
    Task waiting = STARTED.get(slot(t));
    if (waiting != null && waiting.threadId == t.getId()) {
      return waiting;
    }
    ThreadState s = find(t);
    return s == null ? null : s.lastTask();
  }

  /** All live states, in no order. */
  public static List<ThreadState> all() {
    List<ThreadState> out = new ArrayList<>();
    LOCK.lock();
    try {
      for (int i = 0; i < STATES.size(); i++) {
        ThreadState s = STATES.get(i).get();
        if (s != null) {
          out.add(s);
        }
      }
    } finally {
      LOCK.unlock();
    }
    VirtualStates.addTo(out);
    return out;
  }
}
