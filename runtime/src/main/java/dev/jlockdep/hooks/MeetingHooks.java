package dev.jlockdep.hooks;

import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Meetings;
import dev.jlockdep.internal.held.ThreadState;
import java.util.concurrent.Phaser;
import java.util.concurrent.TransferQueue;

/**
 * Called by woven code of the JDK where threads meet: barriers, phasers, exchangers, queues without
 * room. Who comes to such a place waits for others, and others wait for him.
 */
public final class MeetingHooks {
  private MeetingHooks() {}

  // ---- all parties must come -------------------------------------------------------------------

  /** A barrier was made; {@code trip} is the condition that it waits with. */
  public static void barrierMade(Object barrier, Object trip) {
    try {
      ThreadState s = ThreadState.current();
      if (s.busy == 0) {
        s.journal.created(barrier);
        Meetings.inner(s, trip);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Before a party waits at a barrier; {@code round}: what the JDK keeps for each use of it. */
  public static void barrierComes(Object barrier, Object round, boolean timed) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Meetings.arrives(s, round, barrier);
      if (!timed) {
        WaitHooks.raise(Meetings.waits(s, round, barrier));
      }
      s.round = round;
    }
  }

  /** After a party, or who only waits for them, came back from its wait. */
  public static void left() {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Meetings.left(s);
    }
  }

  /** A party joins a phaser. */
  public static void joins(Object phaser) {
    try {
      ThreadState s = ThreadState.current();
      if (s.busy == 0) {
        s.journal.created(((Phaser) phaser).getRoot());
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Before a party arrives and goes on. */
  public static void arrives(Object phaser) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && Meetings.concern(s)) {
      Phaser root = ((Phaser) phaser).getRoot();
      Meetings.arrives(s, Meetings.round(s, root, root.getPhase()), root);
    }
  }

  /** Before a party arrives and waits for the others. */
  public static void comes(Object phaser) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && Meetings.concern(s)) {
      Phaser root = ((Phaser) phaser).getRoot();
      Object round = Meetings.round(s, root, root.getPhase());
      Meetings.arrives(s, round, root);
      WaitHooks.raise(Meetings.waits(s, round, root));
      s.round = round;
    }
  }

  /** Before somebody waits for the end of a phase. */
  public static void awaitsPhase(Object phaser, int phase) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0 || s.depth() == 0) {
      return;
    }
    Phaser root = ((Phaser) phaser).getRoot();
    if (phase >= 0 && phase == root.getPhase()) {
      Object round = Meetings.round(s, root, phase);
      WaitHooks.raise(Meetings.waits(s, round, root));
      s.round = round;
    }
  }

  // ---- any other will do -----------------------------------------------------------------------

  /** Before two exchange. */
  public static void exchanges(Object exchanger) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Meetings.offers(s, exchanger, exchanger);
      Meetings.waitsForAny(s, exchanger, exchanger);
    }
  }

  /** Before something is put into a queue without room: the putter waits for a taker. */
  public static void puts(Object queue) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Meetings.offers(s, queue, queue);
      Meetings.waitsForAny(s, Meetings.takers(s, queue), queue);
    }
  }

  /** Before something is taken out of it. */
  public static void takes(Object queue) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Meetings.offers(s, Meetings.takers(s, queue), queue);
      Meetings.waitsForAny(s, queue, queue);
    }
  }

  /** As {@link #takes}, of a queue that holds what nobody waited for: only an empty one makes wait. */
  public static void takesIfEmpty(Object queue) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Meetings.offers(s, Meetings.takers(s, queue), queue);
      if (s.depth() != 0 && ((TransferQueue<?>) queue).isEmpty()) {
        Meetings.waitsForAny(s, queue, queue);
      }
    }
  }

  /** Before something is put where it may stay, or handed to who already waits. */
  public static void gives(Object queue) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Meetings.offers(s, queue, queue);
    }
  }

  /** {@link #gives} when the result says that it was. */
  public static void givesIf(boolean done, Object queue) {
    if (done) {
      gives(queue);
    }
  }

  /** Something was taken without an unlimited wait. */
  public static void takesIf(Object taken, Object queue) {
    ThreadState s = ThreadState.current();
    if (taken != null && s.busy == 0) {
      Meetings.offers(s, Meetings.takers(s, queue), queue);
    }
  }

  /** After an exchange or a hand-over. */
  public static void met() {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      Meetings.met(s);
    }
  }
}
