package dev.jlockdep.hooks;

import dev.jlockdep.api.WaitListener;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Validator;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.ClassTimes;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.TimesRow;
import dev.jlockdep.internal.held.HoldTimes;
import dev.jlockdep.internal.held.ThreadState;

/**
 * Called by woven code in place of {@link Hooks} where lock statistics are wanted: the same, with a
 * look at the clock. Without the option no code calls it, so it costs nothing then.
 */
public final class LockStats {
  private static volatile WaitListener listener;

  private LockStats() {}

  /** Who is told of long waits; null for nobody. */
  public static void listener(WaitListener told) {
    listener = told;
  }

  /** Makes all types that the hooks need; later that would happen on a thread of the program. */
  public static void warmUp() {
    ThreadState s = ThreadState.current();
    HoldTimes times = HoldTimes.of(s);
    times.asked(s, s);
    times.left(s);
    for (boolean virtual : new boolean[] {true, false}) {
      TimesRow row = ClassTimes.table(s.thread, virtual).row(0, false);
      row.acquired(1);
      row.held(1);
    }
    ClassTimes.reset();
    ClassTimes.all();
  }

  // ---- in place of the methods of the same name in Hooks -----------------------------------------

  public static void monitorRequest(Object lock, int site) {
    Hooks.monitorRequest(lock, site);
    asked(lock);
  }

  public static void binRequest(Object node, Object map, int hash, int callsOut, int site) {
    Hooks.binRequest(node, map, hash, callsOut, site);
    asked(node);
  }

  public static void monitorExit(Object lock) {
    Hooks.monitorExit(lock);
    left();
  }

  public static void lockRequest(Object lock, int bits) {
    Hooks.lockRequest(lock, bits);
    asked(lock);
  }

  public static void lockTried(Object lock, int bits) {
    Hooks.lockTried(lock, bits);
    asked(lock);
    got();
  }

  public static void lockTriedIf(Object lock, int bits, int result, int wanted) {
    Hooks.lockTriedIf(lock, bits, result, wanted);
    asked(lock);
    got();
  }

  public static void released(Object lock, int bits) {
    Hooks.released(lock, bits);
    left();
  }

  public static void releasedIf(Object lock, int bits, int result, int wanted) {
    Hooks.releasedIf(lock, bits, result, wanted);
    left();
  }

  public static void converted(Object lock, long from, long to, int bits) {
    Hooks.converted(lock, from, to, bits);
    left();
    asked(lock);
    got();
  }

  public static void synchronizerRequest(Object sync, int bits) {
    Hooks.synchronizerRequest(sync, bits);
    asked(sync);
  }

  public static void synchronizerReleased(Object sync, boolean free, int bits) {
    Hooks.synchronizerReleased(sync, free, bits);
    left();
  }

  /** Before {@code Object.wait} with a time limit. */
  public static void waits(Object lock) {
    Hooks.waits(lock);
    pause(lock);
  }

  public static void conditionWaits(Object lock) {
    Hooks.conditionWaits(lock);
    pause(lock);
  }

  // ---- of its own ------------------------------------------------------------------------------

  /** Right before the acquire: the lock is on top of the held-lock stack. */
  private static void asked(Object lock) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0 || s.depth() == 0) {
      return;
    }
    // what follows may make types and with them locks: those are none of the program's
    s.busy++;
    try {
      // now, since a monitor's identity must not be asked for while it is held
      Validator.resolve(s);
      HoldTimes.of(s).asked(s, lock);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** Right after the acquire, granted or not. */
  public static void got() {
    ThreadState s = ThreadState.current();
    if (s.busy != 0 || s.times == null) {
      return;
    }
    s.busy++;
    try {
      HoldTimes times = (HoldTimes) s.times;
      long waited = times.got(s);
      if (waited >= Limits.LONG_WAIT_NANOS && listener != null) {
        listener.waited(ClassTable.get(times.lastClass()), times.lastShared(), waited);
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** After a release. */
  private static void left() {
    ThreadState s = ThreadState.current();
    if (s.busy != 0 || s.times == null) {
      return;
    }
    s.busy++;
    try {
      ((HoldTimes) s.times).left(s);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** Before a wait that lets the lock go, where nothing else is told. */
  public static void pause(Object lock) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0 || s.times == null || lock == null) {
      return;
    }
    s.busy++;
    try {
      ((HoldTimes) s.times).pause(s, lock);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** After such a wait. */
  public static void resume() {
    ThreadState s = ThreadState.current();
    if (s.busy != 0 || s.times == null) {
      return;
    }
    s.busy++;
    try {
      ((HoldTimes) s.times).resume();
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }
}
