package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.MODE;
import static dev.jlockdep.internal.held.ThreadState.TICKET;
import static dev.jlockdep.internal.held.ThreadState.TRY;

import dev.jlockdep.api.Ticket;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Incomplete;
import dev.jlockdep.internal.check.Plain;
import dev.jlockdep.internal.check.SelfCheck;
import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import dev.jlockdep.internal.held.Threads;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** One hold that belongs to whoever must end it. */
final class Unit extends Duty implements Ticket {
  private static final SpinLock LOCK = new SpinLock();
  /** Units that no thread holds and whose ticket is not at hand. Guarded by {@link #LOCK}. */
  private static final ArrayList<Unit> LOOSE = new ArrayList<>();
  /** Further ones, of which only the number is known. Guarded by {@link #LOCK}. */
  private static int looseUnknown;

  /** Units of a place whose begin is kept with its stack; then one in 64. */
  private static final int STACKS_AT_FIRST = 32;
  private static final int STACKS_MASK = 63;
  /** Units begun by place, roughly. Racy. */
  private static final int[] BEGUN = new int[1024];

  final Object lock;
  private final int bits;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile Thread endedBy;
  /** The thread that must end it; null when no thread of ours must. */
  private volatile Thread holder;

  Unit(Object lock, int bits) {
    this.lock = lock;
    this.bits = bits;
  }

  /** The calling thread must end it. It does not block, so nothing held comes before it. */
  void hold(ThreadState s, int site) {
    if (site != 0 && wellKnown(site)) {
      began(site, s.thread.getName());
    } else {
      began(new Throwable(), s.thread.getName());
    }
    HeldEntry e = Probe.pushed(s, lock, bits);
    if (e != null) {
      e.duty = this;
      holder = s.thread;
    }
  }

  /**
   * Whether the position alone will do: a stack is by far the dearest part, and the first ones of a
   * place, with some of the later ones, show who comes there.
   */
  private static boolean wellKnown(int site) {
    int n = BEGUN[site & BEGUN.length - 1]++;
    return n > STACKS_AT_FIRST && (n & STACKS_MASK) != 0;
  }

  /** Takes over a hold that the thread has at {@code i}. */
  void adopt(ThreadState s, int i) {
    HeldEntry e = s.stack[i];
    began(e.began(), s.thread.getName());
    e.meta = bits;
    e.duty = this;
    s.unresolve(i);
    holder = s.thread;
  }

  @Override
  public void handOff(Object target) {
    try {
      ThreadState s = Declared.ready();
      if (s == null || ended.get() && endedBy != s.thread) {
        // ended by another thread in the meantime: the work was quicker than the hand-over
        return;
      }
      Thread from = holder;
      if (target == null || ended.get() || from != null && from != s.thread || isOver(target)) {
        refuse(s, target, from);
        return;
      }
      if (s.foreignChanges != null) {
        s.takeForeignChanges();
      }
      Queue q = target instanceof Queue ? (Queue) target : null;
      Thread to = q != null ? q.drainer() : target instanceof Thread ? (Thread) target : null;
      queue = q;
      if (to != null && to == from) {
        say(s, target);
        return;
      }
      if (from == s.thread) {
        s.takeOff(this);
      }
      say(s, target);
      move(s, to);
      if (q != null && to != s.thread) {
        q.takes(s, this, bits);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  private void say(ThreadState s, Object target) {
    if (target != s.thread) {
      handedOver(new Throwable(), s.thread.getName(), words(target));
    }
  }

  private void move(ThreadState s, Thread to) {
    holder = to;
    if (to == s.thread) {
      s.push(lock, Sites.NOWHERE, bits).duty = this;
    } else if (to != null) {
      give(s, to);
    }
    if (ended.get() && to != null) {
      // ended while it was handed over: whoever ended it may have looked for the old holder
      Threads.takeFrom(to, this);
    }
  }

  private void give(ThreadState s, Thread to) {
    s.busy++;
    try {
      Threads.give(to, lock, bits, this);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  private static String words(Object target) {
    if (target instanceof Thread) {
      return "thread " + ((Thread) target).getName();
    }
    if (target instanceof Queue) {
      Thread drainer = ((Queue) target).drainer();
      return "task queue " + ((Queue) target).name()
          + (drainer == null ? "" : " of thread " + drainer.getName());
    }
    return Instances.typeName(target.getClass());
  }

  private static boolean isOver(Object target) {
    return target instanceof Thread && ((Thread) target).getState() == Thread.State.TERMINATED;
  }

  private void refuse(ThreadState s, Object target, Thread from) {
    String c = className(s);
    Plain.misuse(
        s, c,
        s.thread.getName() + " hands over " + c + ", "
            + (target == null ? "to null"
                : ended.get() ? "which it has ended"
                : isOver(target) ? "to " + words(target) + ", which has ended"
                : "which " + from.getName() + " holds"));
  }

  private String className(ThreadState s) {
    s.busy++;
    try {
      return Instances.of(lock, Kind.DECLARED).lockClass.name();
    } finally {
      s.busy--;
    }
  }

  @Override
  public void end() {
    try {
      ThreadState s = Declared.ready();
      if (!ended.compareAndSet(false, true)) {
        if (s != null) {
          SelfCheck.badRelease(s, lock, Kind.DECLARED);
        }
        return;
      }
      Thread self = Thread.currentThread();
      endedBy = self;
      Thread from = holder;
      if (s != null && s.foreignChanges != null) {
        s.takeForeignChanges();
      }
      if (from == self && s != null) {
        s.takeOff(this);
      } else if (from != null) {
        Threads.takeFrom(from, this);
      }
      if (from != self && s != null && s.depth() > 0) {
        neededBy(s);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Ended by a thread that did not have to: what it holds here was needed for it. */
  private void neededBy(ThreadState s) {
    for (int i = 0; i < s.depth(); i++) {
      int meta = s.stack[i].meta;
      if ((meta & (TRY | TICKET)) == 0 && s.stack[i].lock() != lock) {
        Probe.alone(s, lock, bits, this, s.stack[i].lock(), meta);
      }
    }
  }

  /** Its ticket is not at hand: {@link #endLoose} finds it. */
  void loose() {
    boolean full = false;
    LOCK.lock();
    try {
      full = holder == null && LOOSE.size() >= Limits.HANDED_OVER_MAX;
      if (full) {
        looseUnknown++;
      } else if (holder == null) {
        LOOSE.add(this);
      }
    } finally {
      LOCK.unlock();
    }
    if (full) {
      Incomplete.report(
          "locks handed over", Limits.HANDED_OVER_MAX, "dev.jlockdep.max.handed.over");
    }
  }

  /** Ends one of the units of a lock that no thread holds; false when there is none. */
  static boolean endLoose(Object lock) {
    Unit found = null;
    LOCK.lock();
    try {
      for (int i = LOOSE.size() - 1; i >= 0 && found == null; i--) {
        if (LOOSE.get(i).lock == lock) {
          found = LOOSE.remove(i);
        }
      }
      if (found == null && looseUnknown > 0) {
        // perhaps one of those: better no finding than a false one
        looseUnknown--;
        return true;
      }
    } finally {
      LOCK.unlock();
    }
    return found != null && found.ended.compareAndSet(false, true);
  }

  /** Mode bits of a hold that becomes a unit. */
  static int bits(int meta) {
    return Declared.DECLARED_BITS | meta & MODE | TRY | TICKET;
  }
}
