package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.BareWait;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Event;
import dev.jlockdep.internal.graph.Events;
import dev.jlockdep.internal.graph.Fingerprint;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.ThreadState;
import java.util.List;

/**
 * Signals that are lost when they come a moment earlier: the lock is taken and waited on without a
 * look at what is waited for, so nothing says that it did not happen before the lock was taken. The
 * agent finds such waits in the code ({@link #about}). What happens with the lock in hand cannot be
 * missed, so a wait inside a hold that began further out is none.
 *
 * <p>An object that was signalled once and ended one wait is LIKELY. Where signals come again and
 * again, the next one may make up for a lost one: POSSIBLE. Judged at the end of the run.
 */
public final class LostSignals {
  private LostSignals() {}

  /** The thread is about to wait for a signal of {@code key}, at a place that does not look. */
  public static void about(ThreadState s, Object key, int site) {
    s.busy++;
    try {
      Event e = Events.known(key);
      if (e == null) {
        e = Events.of(key);
      } else if (e.bare == null) {
        // others wait for it that look
        return;
      }
      s.bare = e;
      s.bareSite = site;
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** The wait begins; {@code lock}: what it lets go. */
  public static void begins(ThreadState s, Object key, Object lock) {
    Event e = (Event) s.bare;
    s.bare = null;
    int i = s.indexOf(lock);
    if (i < 0 || s.stack[i].count > 0 || e != Events.known(key)) {
      return;
    }
    s.busy++;
    try {
      BareWait.Place place = Events.place(s.bareSite);
      if (place == null) {
        Incomplete.report(
            "places of waits that do not look", Limits.BARE_WAITS_MAX,
            "dev.jlockdep.max.bare.waits");
        return;
      }
      BareWait before = e.bare;
      if (before == null) {
        e.bare = make(s, place, i);
      } else if (before.signals > 0) {
        before.place.again = true;
        place.again = true;
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  private static BareWait make(ThreadState s, BareWait.Place place, int i) {
    List<HeldLock> held = null;
    StackTraceElement[] stack = null;
    Validator.heal(s, s.depth());
    Validator.resolveFully(s);
    if (place.example == null) {
      held = Held.of(s, s.depth());
      stack = Stacks.fromWait(Stacks.trim(new Throwable()));
    }
    return new BareWait(
        place, s.task(), ClassTable.get(s.stack[i].cls).name(), held, stack,
        Suppression.reason(s));
  }

  /** The thread signals, with the lock in hand. */
  static void signalled(ThreadState s, BareWait w) {
    if (++w.signals > 1) {
      w.place.again = true;
    } else if (w.stack != null) {
      w.by = s.task();
      w.signalStack = Stacks.fromWait(Stacks.trim(new Throwable()));
    }
  }

  /** The thread came back from a wait, and not because of an interrupt or an error. */
  static void woken(ThreadState s, BareWait w) {
    if (w.task != s.task()) {
      return;
    }
    if (w.signals == 0) {
      // nobody whom we see signals it: the end of a thread, say
      w.place.again = true;
    } else {
      w.place.once++;
      if (w.signalStack != null && w.place.example == null) {
        w.place.example = w;
      }
    }
  }

  /** Judges what was seen so far. */
  public static void settle() {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      for (BareWait.Place p : Events.places()) {
        if (p.example != null) {
          report(p, p.example);
        }
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  private static void report(BareWait.Place p, BareWait w) {
    Level level = p.again ? Level.POSSIBLE : Level.LIKELY;
    String fp =
        Fingerprint.of(
            FindingKind.LOST_SIGNAL.name(), List.of(w.lockClass, method(w.stack), method(w.signalStack)));
    if (Findings.known(fp, level)) {
      return;
    }
    String message =
        w.task.name() + " waits for a signal of " + w.lockClass + " at " + Sites.position(p.site)
            + " without a look whether it came; " + w.by.name() + " gives it"
            + (w.signalStack.length == 0 ? "" : " at " + w.signalStack[0]);
    String evidence =
        p.again
            ? "only possible: signals come again, and the next one makes up for one that was lost"
            : "nothing lies between taking the lock and the wait; ended by the only signal: " + p.once
                + (p.once == 1 ? " wait" : " waits");
    Finding f =
        new Finding(
            FindingKind.LOST_SIGNAL, level, fp, message, List.of(w.lockClass), List.of(), w.held,
            w.stack, w.task.thread, w.task.threadId, w.task.test, List.of(evidence),
            Findings.failing(level, false), System.currentTimeMillis());
    Findings.publish(w.suppressed == null ? f : Suppression.suppressed(f, level, w.suppressed));
  }

  /** Type and method, without the line: fingerprints outlive edits. */
  private static String method(StackTraceElement[] stack) {
    return stack.length == 0
        ? ""
        : stack[0].getClassName() + "." + Stacks.plainMethod(stack[0].getMethodName());
  }
}
