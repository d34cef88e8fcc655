package dev.jlockdep.internal.check;

import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * Asks the JVM whether a thread really holds what its held-lock stack says: a hook that had no stack
 * left can have missed a release. Monitors and exclusive holds of the JDK's own locks can be asked.
 */
final class Ownership {
  private Ownership() {}

  /** Whether the entry is certainly no hold of the calling thread, which owns the state. */
  static boolean gone(ThreadState s, int i) {
    HeldEntry e = s.stack[i];
    int kind = s.kind(i);
    if (kind == Kind.MONITOR) {
      Object lock = e.lock();
      return lock == null || !Thread.holdsLock(lock);
    }
    boolean exclusive = (e.meta & ThreadState.MODE) == ThreadState.X;
    return (kind == Kind.REENTRANT || kind == Kind.READ_WRITE && exclusive)
        && free(s, e.lock());
  }

  /**
   * A condition of a lock answers questions to the lock's holder only; the question is asked of the
   * base type, so no code of a user's runs.
   */
  private static boolean free(ThreadState s, Object lock) {
    if (lock == null) {
      return true;
    }
    if (!(lock instanceof AbstractQueuedSynchronizer)
        || lock.getClass().getClassLoader() != null) {
      return false;
    }
    AbstractQueuedSynchronizer sync = (AbstractQueuedSynchronizer) lock;
    // an exception locks itself while it is made
    s.busy++;
    try {
      sync.hasWaiters(sync.new ConditionObject());
      return false;
    } catch (IllegalMonitorStateException notTheHolder) {
      return true;
    } finally {
      s.busy--;
    }
  }
}
