package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.internal.graph.Event;
import dev.jlockdep.internal.graph.Events;
import dev.jlockdep.internal.graph.Need;
import dev.jlockdep.internal.graph.Wait;
import dev.jlockdep.internal.held.ThreadState;
import java.util.List;

/**
 * Places where threads wait for each other to come. All parties of a barrier or phaser must come in
 * each round, so a round is an event that happens once. At an exchanger, or a queue without room, any
 * other thread will do: those are judged by all who ever came, see {@link Waits#settle}.
 */
public final class Meetings {
  private Meetings() {}

  /** Whether the thread has anything to tell. */
  public static boolean concern(ThreadState s) {
    return s.depth() != 0 || s.journal.any();
  }

  /** A condition that one of the JDK's own types waits with; that type is looked at instead. */
  public static void inner(ThreadState s, Object condition) {
    s.busy++;
    try {
      Events.of(condition).inner = true;
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** What stands for a phase of a phaser. */
  public static Object round(ThreadState s, Object phaser, int phase) {
    s.busy++;
    try {
      return Events.round(Events.of(phaser), phase);
    } catch (Throwable t) {
      Errors.record(t);
      return phaser;
    } finally {
      s.busy--;
    }
  }

  /** A party comes; {@code place} is what it has joined. */
  public static void arrives(ThreadState s, Object round, Object place) {
    Waits.signals(s, round, place);
  }

  /** It waits for the others. */
  public static Finding waits(ThreadState s, Object round, Object place) {
    return s.depth() == 0 ? null : Waits.begins(s, round, place, Waits.EVENT);
  }

  /** It goes on. */
  public static void left(ThreadState s) {
    Object round = s.round;
    s.round = null;
    if (round != null) {
      Waits.returned(s, round);
    } else {
      s.journal.newContext(s);
    }
  }

  /** What stands for the takers of a queue; the queue itself stands for what is put into it. */
  public static Object takers(ThreadState s, Object queue) {
    return round(s, queue, 0);
  }

  /** The thread ends the wait of whoever waits for the event, now or later. */
  public static void offers(ThreadState s, Object key, Object place) {
    Event e = Events.known(key);
    if (e != null && (e.free || !s.journal.isWhole())) {
      return;
    }
    s.busy++;
    try {
      List<Need> needs = Waits.withHeld(s, s.journal.forSignal(place), null);
      Events.signalled(e == null ? Events.of(key) : e, Waits.signalled(s, needs), s.task());
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** It waits for somebody to come. */
  public static void waitsForAny(ThreadState s, Object key, Object place) {
    s.waiting = null;
    Event e = Events.known(key);
    if (s.depth() == 0 || e != null && e.free) {
      return;
    }
    s.busy++;
    try {
      Validator.heal(s, s.depth());
      if (s.depth() != 0) {
        Validator.resolveFully(s);
        s.waiting = Waits.open(s, key, place, null);
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** Somebody has come: later than the wait began, if the thread had to wait at all. */
  public static void met(ThreadState s) {
    Wait w = s.waiting;
    s.waiting = null;
    if (w != null && w.event.lastSignaller != w.task && w.event.lastSignal - w.at > 0) {
      Events.woken(w);
    }
    s.journal.newContext(s);
  }
}
