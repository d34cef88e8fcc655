package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.READ;
import static dev.jlockdep.internal.held.ThreadState.TICKET;
import static dev.jlockdep.internal.held.ThreadState.X;

import dev.jlockdep.api.TaskQueue;
import dev.jlockdep.api.Ticket;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Plain;
import dev.jlockdep.internal.check.SelfCheck;
import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import dev.jlockdep.internal.held.Threads;

/** Counters of work in flight, events, and holds that are handed over. */
public final class Counters {
  private static final int UNIT = Unit.bits(READ);
  private static final int PROMISE = Unit.bits(X);
  private static final int WAIT = Declared.DECLARED_BITS | X;

  private Counters() {}

  /** A begin that its caller announced, with its position. */
  public static Ticket begin(Object counter) {
    int site = ThreadState.current().nextSite;
    return begin(Declared.ready(), counter, UNIT, site);
  }

  /** A begin that nobody announced. */
  static Ticket beginInside(Object counter) {
    return begin(Declared.ready(), counter, UNIT, 0);
  }

  private static Ticket begin(ThreadState s, Object counter, int bits, int site) {
    Unit unit = new Unit(counter, bits);
    if (s != null) {
      unit.hold(s, site);
    }
    return unit;
  }

  public static Ticket event(Object event, String lockClass, Object owner) {
    Declared.declare(event, lockClass, owner, "event", false);
    return begin(Declared.ready(), event, PROMISE, 0);
  }

  /** Ends a unit whose ticket is not at hand: one of this thread first, then any. */
  public static void end(Object counter) {
    try {
      ThreadState s = Declared.settled();
      if (s == null) {
        return;
      }
      int i = unitOf(s, counter);
      if (i >= 0) {
        ((Unit) s.stack[i].duty).end();
        return;
      }
      s.busy++;
      boolean elsewhere;
      try {
        elsewhere =
            Unit.endLoose(counter) || Threads.releaseElsewhere(counter, Threads.ANY_MODE);
      } finally {
        s.busy--;
      }
      if (!elsewhere) {
        SelfCheck.badRelease(s, counter, Kind.DECLARED);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  private static int unitOf(ThreadState s, Object counter) {
    for (int i = s.depth() - 1; i >= 0; i--) {
      HeldEntry e = s.stack[i];
      if ((e.meta & TICKET) != 0 && e.holds(counter) && e.duty instanceof Unit) {
        return i;
      }
    }
    return -1;
  }

  /** Hands over a hold whose ticket is not at hand: of a lock, or a unit of a counter. */
  public static void handOffLock(Object lock, Object target) {
    try {
      ThreadState s = Declared.settled();
      if (s == null) {
        return;
      }
      int i = Declared.indexOfHold(s, lock);
      if (i < 0) {
        String c = lockClass(s, lock);
        Plain.misuse(
            s, c, s.thread.getName() + " hands over " + c + ", which it does not hold");
        return;
      }
      Duty duty = (s.stack[i].meta & TICKET) != 0 ? s.stack[i].duty : null;
      Unit unit = duty instanceof Unit ? (Unit) duty : new Unit(lock, Unit.bits(s.stack[i].meta));
      if (duty != unit) {
        unit.adopt(s, i);
      }
      unit.handOff(target);
      unit.loose();
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  static String lockClass(ThreadState s, Object lock) {
    s.busy++;
    try {
      return Instances.of(Declared.identity(lock), Kind.DECLARED).lockClass.name();
    } finally {
      s.busy--;
    }
  }

  /** Before a wait for the counter to be zero; {@code own} is the queue whose work it does. */
  public static void await(Object counter, TaskQueue own) {
    try {
      ThreadState s = Declared.settled();
      if (s == null) {
        return;
      }
      if (own instanceof Queue) {
        awaitWorking(s, counter, (Queue) own);
        return;
      }
      boolean ownUnit = unitOf(s, counter) >= 0;
      Probe.request(s, counter, WAIT);
      if (!ownUnit) {
        Queue.drainerWaits(s, counter, WAIT);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** What waits in the queue is no hold during the wait, since the wait carries it out. */
  private static void awaitWorking(ThreadState s, Object counter, Queue own) {
    ThreadState.Aside aside = s.aside();
    s.worksOff = own;
    try {
      for (int i = 0; i < s.depth(aside); i++) {
        HeldEntry e = s.entry(aside, i);
        if (!doneMeanwhile(e, own)) {
          copy(s, e);
        }
      }
      Probe.request(s, counter, WAIT);
    } finally {
      s.worksOff = null;
      s.back(aside);
    }
  }

  private static boolean doneMeanwhile(HeldEntry e, Queue own) {
    if (e.holds(own)) {
      return true;
    }
    return (e.meta & TICKET) != 0 && e.duty != null && e.duty.queue == own;
  }

  private static void copy(ThreadState s, HeldEntry e) {
    HeldEntry c = s.push(e.lock(), e.site, e.meta);
    c.since = e.since;
    c.trace = e.trace;
    c.duty = e.duty;
  }
}
