package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.MODE;
import static dev.jlockdep.internal.held.ThreadState.X;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.Scope;
import dev.jlockdep.internal.check.Audit;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.OpenScope;
import dev.jlockdep.internal.check.Plain;
import dev.jlockdep.internal.check.SelfCheck;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.List;

/** Operations that need a lock, and what else a thread must hold or must not hold. */
public final class Guards {
  private Guards() {}

  /** The calling thread runs an operation; one of the locks must be held, if any are named. */
  public static void requires(String operation, AcquireMode mode, Object[] locks) {
    try {
      ThreadState s = Declared.settled();
      if (s == null) {
        return;
      }
      boolean ok = locks.length == 0;
      for (Object lock : locks) {
        ok |= holds(s, lock, mode);
      }
      String guard = guard(s, locks, mode);
      s.busy++;
      try {
        Audit.called(s, operation, guard, ok);
      } catch (Throwable t) {
        Errors.record(t);
      } finally {
        s.busy--;
      }
      if (!ok) {
        Probe.fail(
            unguarded(
                s, operation, classes(s, locks), operation + " needs " + guard + ", which "
                    + s.thread.getName() + weaker(s, locks)));
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  public static void assertHeld(Object lock, AcquireMode mode) {
    try {
      ThreadState s = Declared.settled();
      if (s != null && !holds(s, lock, mode)) {
        Object[] locks = {lock};
        Probe.fail(
            unguarded(
                s, "assertHeld", classes(s, locks), "must be held here: " + guard(s, locks, mode)
                    + ", which " + s.thread.getName() + weaker(s, locks)));
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  private static String weaker(ThreadState s, Object[] locks) {
    for (Object lock : locks) {
      if (holds(s, lock, AcquireMode.READ)) {
        return " holds shared only";
      }
    }
    return " does not hold";
  }

  private static Finding unguarded(
      ThreadState s, String operation, List<String> classes, String message) {
    List<String> about = new ArrayList<>(classes);
    about.add(operation);
    about.add(place(s));
    return Plain.report(
        s, FindingKind.UNGUARDED, Level.PROVEN, about, message, classes,
        List.of("the lock was not held when the operation ran"), true);
  }

  /** Method of the position: each is a mistake of its own. */
  private static String place(ThreadState s) {
    s.busy++;
    try {
      StackTraceElement[] stack = Stacks.fromPosition(Stacks.trim(new Throwable()));
      return stack.length == 0 ? "" : stack[0].getClassName() + "." + stack[0].getMethodName();
    } finally {
      s.busy--;
    }
  }

  public static void assertNotHeld(Object lock) {
    try {
      ThreadState s = Declared.settled();
      if (s != null && holds(s, lock, AcquireMode.READ)) {
        String c = Counters.lockClass(s, lock);
        Probe.fail(
            Plain.report(
                s, FindingKind.CONTEXT, Level.PROVEN, List.of(c, place(s)),
                "must not be held here: " + c + ", which " + s.thread.getName() + " holds",
                List.of(c), List.of("held where the code says that it must not be"), true));
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  public static void assertNothingHeld(String boundary) {
    try {
      ThreadState s = Declared.settled();
      if (s != null) {
        SelfCheck.leaksAt(s, boundary);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  private static boolean holds(ThreadState s, Object lock, AcquireMode mode) {
    Object id = Declared.identity(lock);
    for (int i = s.depth() - 1; i >= 0; i--) {
      HeldEntry e = s.stack[i];
      if ((mode != AcquireMode.EXCLUSIVE || (e.meta & MODE) == X)
          && (e.holds(id) || Ranges.isRangeOf(e.lock(), id))) {
        return true;
      }
    }
    return false;
  }

  private static String guard(ThreadState s, Object[] locks, AcquireMode mode) {
    StringBuilder text = new StringBuilder();
    for (String c : classes(s, locks)) {
      text.append(text.length() == 0 ? "" : " or ").append(c);
    }
    return text.length() == 0
        ? ""
        : text.append(mode == AcquireMode.EXCLUSIVE ? " (write)" : " (read)").toString();
  }

  private static List<String> classes(ThreadState s, Object[] locks) {
    List<String> names = new ArrayList<>();
    for (Object lock : locks) {
      names.add(Counters.lockClass(s, lock));
    }
    return names;
  }

  // ---- pins ------------------------------------------------------------------------------------

  public static Scope pin(Object lock) {
    try {
      ThreadState s = Declared.settled();
      if (s == null) {
        return Declared.NO_SCOPE;
      }
      Object id = Declared.identity(lock);
      int i = s.indexOf(id);
      if (i < 0) {
        String c = Counters.lockClass(s, lock);
        Plain.misuse(s, c, s.thread.getName() + " pins " + c + ", which it does not hold");
        return Declared.NO_SCOPE;
      }
      return new Pin(s, id, s.stack[i].since);
    } catch (Throwable t) {
      Errors.caught(t);
      return Declared.NO_SCOPE;
    }
  }

  /** A declared lock is let go. */
  static void released(ThreadState s, Object lock) {
    for (OpenScope o = OpenScope.innermost(s); o != null; o = o.below()) {
      if (o instanceof Pin && ((Pin) o).lock == lock) {
        ((Pin) o).broken(s);
      }
    }
  }

  private static final class Pin extends OpenScope {
    private final Object lock;
    private final long since;
    private boolean broken;

    Pin(ThreadState s, Object lock, long since) {
      super(s);
      this.lock = lock;
      this.since = since;
    }

    void broken(ThreadState s) {
      if (!broken) {
        broken = true;
        String c = Counters.lockClass(s, lock);
        Plain.misuse(s, c, s.thread.getName() + " lets " + c + " go while it is pinned");
      }
    }

    @Override
    protected String what() {
      return "pin";
    }

    @Override
    protected void closed(ThreadState s) {
      int i = s.indexOf(lock);
      while (i > 0 && s.stack[i].since != since) {
        i--;
      }
      if (i < 0 || s.stack[i].since != since || !s.stack[i].holds(lock)) {
        broken(s);
      }
    }
  }
}
