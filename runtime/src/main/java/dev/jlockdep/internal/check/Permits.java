package dev.jlockdep.internal.check;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.Event;
import dev.jlockdep.internal.graph.Events;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Need;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.graph.Wait;
import dev.jlockdep.internal.held.ThreadState;
import java.util.List;

/**
 * Semaphores that are no mutex: a permit that is waited for with locks held, and given back by
 * threads that need such a lock. With several permits another one may be free, so that is possible at
 * most; one that begins without permits is a signal. Counts of work in flight that a type keeps by
 * hand, with a loop that waits until they fall, are the same.
 */
public final class Permits {
  /** Waits kept of one semaphore with stacks before only one in so many is. */
  private static final int WAITS_MASK = 63;
  /** Permits given back of one semaphore, with something to tell, before only one in so many counts. */
  private static final int GIVEN_MAX = 256;

  private Permits() {}

  /** One was made that cannot be a mutex. */
  public static void made(ThreadState s, Object semaphore, int permits) {
    s.busy++;
    try {
      Events.of(semaphore).permits = permits;
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** A permit is asked for; {@code waits}: without a time limit. */
  public static void asks(ThreadState s, Object semaphore, boolean waits) {
    try {
      Event e = Events.known(semaphore);
      if (e == null || e.free) {
        return;
      }
      // what was asked for before has nothing to do with giving this permit back
      s.journal.taken(semaphore);
      if (!waits || s.depth() == 0 || ++e.asked > WAITS_MASK && (e.asked & WAITS_MASK) != 0) {
        return;
      }
      s.busy++;
      try {
        Validator.heal(s, s.depth());
        if (s.depth() != 0) {
          Validator.resolveFully(s);
          Waits.open(s, semaphore, semaphore, null);
        }
      } catch (Throwable t) {
        Errors.record(t);
      } finally {
        s.busy--;
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** A permit is given back by a thread that need not have taken it. */
  public static void gives(ThreadState s, Object semaphore) {
    Event e = Events.known(semaphore);
    if (e == null || e.free) {
      return;
    }
    gives(s, e, semaphore, null);
  }

  private static void gives(ThreadState s, Event e, Object key, Object guard) {
    if (!s.journal.isWhole()) {
      // what it needed is not known, not even that it was nothing
      return;
    }
    boolean free = s.depth() == 0 && !s.journal.any();
    if (!free && ++e.given > GIVEN_MAX && (e.given & WAITS_MASK) != 0) {
      return;
    }
    s.busy++;
    try {
      List<Need> needs =
          s.journal.hasTaken(key)
              ? s.journal.forSignal(key)
              : Waits.withHeld(s, s.journal.forSignal(key), guard);
      Waits.without(guard, needs);
      for (Wait w : Events.waits(e)) {
        if (w.task != s.task() && w.lasts()) {
          Events.woken(w);
        }
      }
      Events.signalled(e, Waits.signalled(s, needs), s.task());
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  // ---- counts kept by hand ---------------------------------------------------------------------

  /** The thread waits on {@code guard} until a count has fallen, should it be high. */
  public static void mayWait(ThreadState s, Object owner, Object guard, String count) {
    s.busy++;
    try {
      Object key = key(owner, count);
      Event e = Events.of(key);
      if (e.free || ++e.asked > WAITS_MASK && (e.asked & WAITS_MASK) != 0) {
        return;
      }
      Validator.heal(s, s.depth());
      if (s.depth() > 1) {
        Validator.resolveFully(s);
        Waits.open(s, key, guard, guard);
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** One more is in flight: its end needs nothing that the thread has asked for before. */
  public static void raised(ThreadState s, Object owner, String count) {
    s.busy++;
    try {
      Object key = key(owner, count);
      Events.of(key);
      s.journal.taken(key);
      if (s.drained == key) {
        s.drained = null;
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** The thread is about to wait until a count is zero, if its value says that it has to. */
  public static void drains(ThreadState s, Object owner, String count, int value) {
    Event of = Events.known(owner);
    Object key = of == null ? null : Events.knownPart(of, count);
    if (key == null) {
      return;
    }
    if (value == 0) {
      // all have ended, one of its own too
      s.drained = s.drained == key ? null : s.drained;
    } else if (s.drained != key && s.journal.hasTaken(key)) {
      s.busy++;
      try {
        s.drainedAt = Stacks.fromPosition(Stacks.trim(new Throwable()));
        s.drained = key;
      } catch (Throwable t) {
        Errors.record(t);
      } finally {
        s.busy--;
      }
    }
  }

  /** It gave up the wait, and ends now what it waited for: nobody else could have. */
  private static void waitedForItself(ThreadState s, Object owner, String count) {
    s.drained = null;
    String name = Instances.typeName(owner.getClass()) + "." + count;
    Plain.report(
        s, FindingKind.RECURSION, Level.LIKELY, List.of(name, "own count"), name + " -> " + name,
        List.of(name),
        List.of("the task that waits for the count to drop is the one that must drop it"), false,
        s.drainedAt);
  }

  /** One less is. */
  public static void lowered(ThreadState s, Object owner, Object guard, String count) {
    Event of = Events.known(owner);
    Object key = of == null ? null : Events.knownPart(of, count);
    if (key != null && s.drained == key) {
      waitedForItself(s, owner, count);
    }
    Event e = key == null ? null : Events.known(key);
    if (e != null && !e.free) {
      gives(s, e, key, guard);
    }
  }

  private static Object key(Object owner, String count) {
    return Events.part(Events.of(owner), count);
  }
}
