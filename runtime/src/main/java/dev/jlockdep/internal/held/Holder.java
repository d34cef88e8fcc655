package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.Kind;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks for the thread that holds a lock among those that have it on their stack. Some of them may
 * only wait for it: a request counts as held at once, and nothing is told when it is granted. Reads
 * the states of other threads racily.
 */
final class Holder {
  private static final int WAITS = 0;
  private static final int MAY_HOLD = 1;
  private static final int HOLDS = 2;

  final ThreadState state;
  /** Whose hold it is: the state may go on to another thread. */
  final Thread thread;
  /** Mode of the hold. */
  final int mode;
  private final int rank;
  private final long asked;

  private Holder(ThreadState state, Thread thread, HeldEntry e, int rank) {
    this.state = state;
    this.thread = thread;
    this.mode = e.meta & ThreadState.MODE;
    this.rank = rank;
    this.asked = e.asked;
  }

  /**
   * The holder that is the surest; null when none of the states has the lock.
   *
   * @param mode of the hold, or {@link Threads#ANY_MODE}
   */
  static Holder of(List<ThreadState> states, Object lock, int mode) {
    Holder best = null;
    for (ThreadState s : states) {
      Holder h = of(s, lock, mode);
      if (h != null && (best == null || h.isBefore(best))) {
        best = h;
      }
    }
    return best;
  }

  private static Holder of(ThreadState s, Object lock, int mode) {
    Thread t = s.thread;
    HeldEntry[] stack = s.stack;
    int n = Math.min(s.depth(), stack.length);
    for (int i = n - 1; i >= 0; i--) {
      HeldEntry e = stack[i];
      int meta = e.meta;
      if (e.seen() == lock
          && (mode == Threads.ANY_MODE || (meta & ThreadState.MODE) == mode)) {
        return new Holder(s, t, e, rank(t, meta, i == n - 1, lock));
      }
    }
    return null;
  }

  private boolean isBefore(Holder other) {
    return rank != other.rank ? rank > other.rank : asked < other.asked;
  }

  private static int rank(Thread t, int meta, boolean innermost, Object lock) {
    if ((meta & ThreadState.TRY) != 0) {
      return HOLDS;
    }
    if (LockSupport.getBlocker(t) == lock) {
      return WAITS;
    }
    if ((meta >>> ThreadState.KIND_SHIFT & ThreadState.KIND_MASK) == Kind.DECLARED) {
      // its code may wait in any way, on any lock: of those, who asked first
      return MAY_HOLD;
    }
    // running with nothing asked for since, it may have been woken by this very release
    return innermost && t.getState() == Thread.State.RUNNABLE ? MAY_HOLD : HOLDS;
  }
}
