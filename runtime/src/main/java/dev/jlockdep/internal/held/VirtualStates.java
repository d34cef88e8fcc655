package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.SpinLock;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;

/**
 * States of virtual threads: a ring that overwrites its oldest slots, so a stuck virtual thread is
 * found while fewer than {@link #SLOTS} other states were made after its own, at a fixed cost.
 * Thread-safe.
 */
final class VirtualStates {
  private static final int SLOTS = 16_384;
  private static final SpinLock LOCK = new SpinLock();
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final WeakReference<ThreadState>[] RING = new WeakReference[SLOTS];
  private static int next;

  /** Stands for the thread of a state that nobody has: a racing reader may ask for its name. */
  static final Thread NOBODY = new Thread(null, null, "an ended virtual thread", 0, false);

  private static final int STACKS = 16;
  private static final Used[] USED = new Used[STACKS];

  static {
    for (int i = 0; i < STACKS; i++) {
      USED[i] = new Used();
    }
  }

  private VirtualStates() {}

  /** States whose threads have ended; the one that was used last is given out first. */
  private static final class Used {
    private final SpinLock lock = new SpinLock();
    private final ThreadState[] states = new ThreadState[64];
    private int count;

    ThreadState take() {
      if (count == 0) {
        return null;
      }
      lock.lock();
      ThreadState s = null;
      if (count > 0) {
        s = states[--count];
        states[count] = null;
      }
      lock.unlock();
      return s;
    }

    void give(ThreadState s) {
      lock.lock();
      if (count < states.length) {
        states[count++] = s;
      }
      lock.unlock();
    }
  }

  /** A state for a thread that begins, whose last thread has ended; or null. */
  static ThreadState take(Thread t) {
    return USED[(int) t.getId() & STACKS - 1].take();
  }

  /** Keeps a state whose thread ends for one that begins. */
  static void give(ThreadState s, Thread ended) {
    USED[(int) ended.getId() & STACKS - 1].give(s);
  }

  static void add(ThreadState s) {
    WeakReference<ThreadState> r = new WeakReference<>(s);
    LOCK.lock();
    s.ringIndex = next++ & (SLOTS - 1);
    RING[s.ringIndex] = r;
    LOCK.unlock();
  }

  /** A state is used again: the ring may have overwritten it since. */
  static void addAgain(ThreadState s) {
    if (!RING[s.ringIndex].refersTo(s)) {
      add(s);
    }
  }

  /** The state of a virtual thread, whether or not it holds a lock; null when overwritten. */
  static ThreadState find(Thread t) {
    LOCK.lock();
    try {
      for (WeakReference<ThreadState> r : RING) {
        ThreadState s = r == null ? null : r.get();
        if (s != null && s.thread == t) {
          return s;
        }
      }
      return null;
    } finally {
      LOCK.unlock();
    }
  }

  static void addTo(List<ThreadState> out) {
    WeakReference<ThreadState>[] copy;
    LOCK.lock();
    try {
      // most programs have no virtual threads, and the watch looks often
      copy = Arrays.copyOf(RING, next < 0 ? SLOTS : Math.min(next, SLOTS));
    } finally {
      LOCK.unlock();
    }
    for (WeakReference<ThreadState> r : copy) {
      ThreadState s = r == null ? null : r.get();
      if (s != null && s.depth() > 0) {
        out.add(s);
      }
    }
  }
}
