package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.SpinLock;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;

/**
 * States of virtual threads: a ring that overwrites its oldest slots, so a stuck virtual thread is
 * found while fewer than {@link #SLOTS} others came after it, at a fixed cost.
 */
final class VirtualStates {
  private static final int SLOTS = 16_384;
  private static final SpinLock LOCK = new SpinLock();
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final WeakReference<ThreadState>[] RING = new WeakReference[SLOTS];
  private static int next;

  private VirtualStates() {}

  static void add(ThreadState s) {
    WeakReference<ThreadState> r = new WeakReference<>(s);
    LOCK.lock();
    RING[next++ & (SLOTS - 1)] = r;
    LOCK.unlock();
  }

  static void remove(ThreadState s) {
    // the slot is overwritten or its weak reference cleared in time
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
