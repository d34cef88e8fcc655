package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.TRY;

import dev.jlockdep.api.Scope;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Incomplete;
import dev.jlockdep.internal.check.OpenScope;
import dev.jlockdep.internal.check.Plain;
import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;

/** A hold that may be taken away while the scope is open, and is none for that long. */
public final class Revocable extends OpenScope {
  private static final SpinLock LOCK = new SpinLock();
  /** The open ones of all threads. Guarded by {@link #LOCK}. */
  private static final ArrayList<Revocable> OPEN = new ArrayList<>();
  /** Holds beyond the bound, of which nobody knows whether they still are. Guarded as well. */
  private static int unknown;

  private final Object lock;
  private final int meta;
  private final int site;
  private final StackTraceElement[] trace;
  private final Duty duty;
  private volatile boolean gone;

  private Revocable(ThreadState s, Object lock, HeldEntry e) {
    super(s);
    this.lock = lock;
    this.meta = e.meta;
    this.site = e.site;
    this.trace = e.trace;
    this.duty = e.duty;
  }

  public static Scope open(Object lock) {
    try {
      ThreadState s = Declared.settled();
      if (s == null) {
        return Declared.NO_SCOPE;
      }
      int i = s.indexOf(lock);
      if (i < 0) {
        String c = Counters.lockClass(s, lock);
        Plain.misuse(s, c, s.thread.getName() + " makes its hold of " + c
            + " revocable, and has none");
        return Declared.NO_SCOPE;
      }
      Revocable r = new Revocable(s, lock, s.stack[i]);
      s.remove(i);
      r.list();
      return r;
    } catch (Throwable t) {
      Errors.caught(t);
      return Declared.NO_SCOPE;
    }
  }

  /** Beyond the bound it can be told neither that the hold is gone nor that it is not. */
  private void list() {
    LOCK.lock();
    try {
      gone = OPEN.size() >= Limits.REVOCABLE_MAX;
      if (gone) {
        unknown++;
      } else {
        OPEN.add(this);
      }
    } finally {
      LOCK.unlock();
    }
    if (gone) {
      Incomplete.report("revocable holds", Limits.REVOCABLE_MAX, "dev.jlockdep.max.revocable");
    }
  }

  /** Any thread: the holds of a lock that may be taken away are. */
  public static void revoke(Object lock) {
    LOCK.lock();
    try {
      for (int i = 0; i < OPEN.size(); i++) {
        if (OPEN.get(i).lock == lock) {
          OPEN.get(i).gone = true;
        }
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** The thread lets go of a hold that may have been taken away; false when it has no such hold. */
  static boolean released(ThreadState s, Object lock) {
    for (OpenScope o = innermost(s); o != null; o = o.below()) {
      if (o instanceof Revocable && ((Revocable) o).lock == lock) {
        ((Revocable) o).gone = true;
        return true;
      }
    }
    return isUnknown();
  }

  /** Perhaps the release of a hold beyond the bound: better no finding than a false one. */
  private static boolean isUnknown() {
    LOCK.lock();
    try {
      if (unknown == 0) {
        return false;
      }
      unknown--;
      return true;
    } finally {
      LOCK.unlock();
    }
  }

  @Override
  protected String what() {
    return "revocable hold";
  }

  @Override
  protected void closed(ThreadState s) {
    LOCK.lock();
    try {
      OPEN.remove(this);
    } finally {
      LOCK.unlock();
    }
    if (!gone) {
      HeldEntry e = s.push(lock, site, meta | TRY);
      e.trace = trace;
      e.duty = duty;
    }
  }
}
