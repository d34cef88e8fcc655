package dev.jlockdep.internal.check;

import dev.jlockdep.internal.graph.Event;
import dev.jlockdep.internal.graph.Events;
import dev.jlockdep.internal.graph.Need;
import dev.jlockdep.internal.graph.Wait;
import dev.jlockdep.internal.held.ThreadState;
import java.util.List;

/**
 * Semaphores that are no mutex: a permit that is waited for with locks held, and given back by
 * threads that need such a lock. With several permits another one may be free, so that is possible at
 * most; one that begins without permits is a signal.
 */
public final class Permits {
  /** Waits kept of one semaphore with stacks before only one in so many is. */
  private static final int WAITS_MASK = 63;

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
  }

  /** A permit is given back by a thread that need not have taken it. */
  public static void gives(ThreadState s, Object semaphore) {
    Event e = Events.known(semaphore);
    if (e == null || e.free) {
      return;
    }
    s.busy++;
    try {
      List<Need> needs =
          s.journal.hasTaken(semaphore)
              ? s.journal.forSignal(semaphore)
              : Waits.withHeld(s, s.journal.forSignal(semaphore), null);
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
}
