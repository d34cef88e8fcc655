package dev.jlockdep.internal.check;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.Fingerprint;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules about one thread and one lock: taking an instance that it holds, releasing what it does not
 * hold, ending while it holds something.
 */
public final class SelfCheck {
  private SelfCheck() {}

  /**
   * The request on top of the stack is for an instance that the thread holds at {@code index} and
   * cannot take again.
   */
  public static Finding recursion(ThreadState s, int index) {
    s.busy++;
    try {
      Validator.resolveFully(s);
      int top = s.depth() - 1;
      LockClass c = ClassTable.get(s.stack[index].cls);
      int kind = s.kind(index);
      if (c.ownerless && kind == Kind.SEMAPHORE) {
        return null;
      }
      boolean readers =
          (s.stack[index].meta & ThreadState.MODE) != 0 && (s.stack[top].meta & ThreadState.MODE) != 0;
      boolean counter = (s.stack[index].meta & ThreadState.TICKET) != 0;
      Level level =
          (s.stack[top].meta & ThreadState.TIMED) != 0 ? Level.NOTE
              : readers ? Level.POSSIBLE
              : counter || kind == Kind.DECLARED ? Level.PROVEN
              : kind != Kind.SEMAPHORE ? Level.ACTUAL
              // until one was released by its taker it may be a hand-over: another thread releases
              : c.releasedByTaker ? Level.LIKELY : Level.POSSIBLE;
      String fp =
          Fingerprint.of("RECURSION", List.of(c.name(), counter ? "counter" : "same instance"));
      if (Findings.known(fp, level)) {
        return null;
      }
      StackTraceElement[] raw = Stacks.trim(new Throwable());
      StackTraceElement[] stack = Stacks.fromPosition(raw);
      StackTraceElement at = Sites.position(s.stack[top].site);
      if (at == null && stack.length > 0) {
        at = stack[0];
      }
      StackTraceElement[] heldStack =
          s.stack[index].began() != null
              ? s.stack[index].began()
              : Stacks.heldStack(Sites.position(s.stack[index].site), raw);
      HeldLock held =
          Held.one(s, index, counter ? "completion queued to this task, same instance" : "same instance");
      HeldLock wanted =
          new HeldLock(c, s.stack[top].inst.print(), Held.mode(s.stack[top].meta), at, "");
      Finding f =
          new Finding(
              FindingKind.RECURSION, level, fp, c.name() + " -> " + c.name(), List.of(c.name()),
              List.of(
                  new Dependency(
                      held, wanted, heldStack, stack, s.thread.getName(), s.thread.getId(),
                      s.task().name(), s.task().test)),
              Held.of(s), stack, s.thread.getName(), s.thread.getId(), s.task().test,
              evidence(s, index, why(kind, readers, counter, s.stack[index].meta, s.stack[top].meta)),
              Findings.failing(level, c.declared), System.currentTimeMillis());
      return Findings.toThrow(s, f) ? f : null;
    } catch (Throwable t) {
      Errors.record(t);
      return null;
    } finally {
      s.busy--;
    }
  }

  private static List<String> evidence(ThreadState s, int index, String why) {
    List<String> lines = new ArrayList<>();
    lines.add(why);
    Duties.describe(s.stack[index], lines);
    return lines;
  }

  private static String why(int kind, boolean readers, boolean counter, int held, int wanted) {
    if (counter) {
      return "the task that waits for the count to drop is the one that must drop it";
    }
    if (readers) {
      return "only possible: the second read waits when a writer queues between the two";
    }
    boolean upgrade = (held & ThreadState.MODE) != 0 && (wanted & ThreadState.MODE) == 0;
    if (upgrade) {
      return "the exclusive request waits for the thread's own shared hold"
          + ((wanted & ThreadState.TIMED) == 0 ? "" : ": until its time is over, never less");
    }
    String what = kind == Kind.DECLARED ? "lock" : Kind.name(kind);
    return "the " + what + " is not re-entrant and this thread holds it";
  }

  /** A lock is released by a thread that does not hold it, where that is an error. */
  public static void badRelease(ThreadState s, Object lock, int kind) {
    s.busy++;
    try {
      LockClass c = Instances.of(lock, kind).lockClass;
      String fp = Fingerprint.of("BAD_RELEASE", List.of(c.name()));
      // more permits than at first can be meant: a word, not a failure
      Level level = kind == Kind.SEMAPHORE ? Level.POSSIBLE : Level.LIKELY;
      if (Findings.known(fp, level)) {
        return;
      }
      StackTraceElement[] stack = Stacks.fromPosition(Stacks.trim(new Throwable()));
      Validator.resolveFully(s);
      String what =
          s.depth() == 0 ? "there are no more locks to release!" : "it is not among the locks held";
      Findings.publish(
          new Finding(
              FindingKind.BAD_RELEASE, level, fp,
              s.thread.getName() + " is trying to release lock (" + c.name() + "), but " + what,
              List.of(c.name()), List.of(), Held.of(s, s.depth()), stack, s.thread.getName(),
              s.thread.getId(), s.task().test, List.of(), Findings.failing(level, c.declared),
              System.currentTimeMillis()));
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** A lock is taken under the promise that {@code outer} is held, and it is not. */
  public static void nestNotTaken(ThreadState s, Object lock, Object outer) {
    s.busy++;
    try {
      Validator.resolveFully(s);
      LockClass c = Instances.of(lock, Kind.DECLARED).lockClass;
      LockClass o = Instances.of(outer, Kind.DECLARED).lockClass;
      String fp = Fingerprint.of("UNGUARDED", List.of(c.name(), o.name()));
      if (Findings.known(fp, Level.LIKELY)) {
        return;
      }
      StackTraceElement[] stack = Stacks.fromPosition(Stacks.trim(new Throwable()));
      Findings.publish(
          new Finding(
              FindingKind.UNGUARDED, Level.LIKELY, fp,
              "nested lock was not taken: " + c.name() + " is taken as nested in " + o.name()
                  + ", which is not held",
              List.of(c.name()), List.of(), Held.of(s, s.depth()), stack, s.thread.getName(),
              s.thread.getId(), s.task().test, List.of(), Findings.failing(Level.LIKELY, true),
              System.currentTimeMillis()));
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** The thread, task or test ends while it holds locks that it took since {@code fromDepth}. */
  public static void leaks(ThreadState s, int fromDepth, String what) {
    if (s.depth() <= fromDepth) {
      return;
    }
    s.busy++;
    try {
      Validator.heal(s, s.depth());
      Validator.resolveFully(s);
      for (int i = fromDepth; i < s.depth(); i++) {
        // what was handed over to a thread outlives its task, not the thread
        if (!handedOver(s.stack[i]) || what.equals("thread")) {
          leak(s, i, "the end of its " + what);
        }
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** No hold may cross this boundary but those that were handed over. */
  public static void leaksAt(ThreadState s, String boundary) {
    s.busy++;
    try {
      Validator.heal(s, s.depth());
      Validator.resolveFully(s);
      for (int i = 0; i < s.depth(); i++) {
        if (!handedOver(s.stack[i])) {
          leak(s, i, boundary);
        }
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  private static boolean handedOver(HeldEntry e) {
    Duty d = (e.meta & ThreadState.TICKET) == 0 ? null : e.duty;
    return d != null && d.handedTo != null;
  }

  private static void leak(ThreadState s, int i, String where) {
    LockClass c = ClassTable.get(s.stack[i].cls);
    int kind = s.kind(i);
    if (kind == Kind.SEMAPHORE && !c.ownerless) {
      // whoever releases it now is another thread: it is no mutex
      c.ownerless = true;
      Validator.renamed();
    }
    if (c.ownerless) {
      return;
    }
    // what another thread may still release legally is worth a word, not a failure; not so what was
    // handed over to this one
    boolean fresh = !c.declared && s.stack[i].inst.takenWhenMade(s.thread, s.stack[i].since);
    Level level =
        Kind.ownerless(kind) && !c.declared && !handedOver(s.stack[i]) ? Level.NOTE
            : fresh ? Level.POSSIBLE
            : Level.LIKELY;
    String fp = Fingerprint.of("LEAK", List.of(c.name()));
    if (Findings.known(fp, level)) {
      return;
    }
    StackTraceElement at = Held.position(s, i);
    StackTraceElement[] stack =
        s.stack[i].began() != null
            ? s.stack[i].began()
            : at == null ? new StackTraceElement[0] : new StackTraceElement[] {at};
    AcquireMode mode = Held.mode(s.stack[i].meta);
    Findings.publish(
        new Finding(
            FindingKind.LEAK, level, fp,
            c.name() + " (" + mode + ") is still held by " + s.thread.getName() + " at " + where,
            List.of(c.name()), List.of(), List.of(Held.one(s, i, "")), stack, s.thread.getName(),
            s.thread.getId(), s.task().test, leakEvidence(s.stack[i], fresh),
            Findings.failing(level, c.declared), System.currentTimeMillis()));
  }

  private static List<String> leakEvidence(HeldEntry e, boolean fresh) {
    List<String> lines = new ArrayList<>();
    lines.add("taken and not released");
    if (fresh) {
      // Derby makes a locked entry for its cache, and drops it when another thread was faster
      lines.add("made by this thread just before; harmless where no other thread can reach it");
    }
    Duties.describe(e, lines);
    return lines;
  }
}
