package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.Event;
import dev.jlockdep.internal.graph.Events;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.graph.Task;
import dev.jlockdep.internal.held.ThreadState;
import dev.jlockdep.internal.held.Threads;
import java.util.List;

/**
 * Pools written by hand: a type that has threads of a kind of its own, and that waits for their end.
 * Where work on such a thread does that to another pool of the type, it can do it to its own, and
 * then waits for itself. A thread that only waits for its predecessor, in its own code, or for what
 * it started itself is none of it.
 */
public final class OwnKind {
  private OwnKind() {}

  /** The thread is about to wait, without a time limit, for the end of another one. */
  public static Finding joins(ThreadState s, Thread other) {
    Class<?> kind = s.thread.getClass();
    if (other == s.thread || other.getClass() != kind || kind.getClassLoader() == null) {
      return null;
    }
    s.busy++;
    try {
      if (!startedByOthers(s, other)) {
        return null;
      }
      StackTraceElement[] stack = Stacks.fromWait(Stacks.trim(new Throwable()));
      if (!fromWork(kind.getName(), stack)) {
        return null;
      }
      String type = Instances.typeName(kind);
      return Plain.report(
          s, FindingKind.RECURSION, Level.LIKELY, List.of(type, "own kind end"), type + " -> " + type,
          List.of(type),
          List.of(
              "two threads of one kind, which " + stack[0].getClassName()
                  + " waits for: the same wait for the pool of the waiting thread cannot end"),
          false, stack);
    } catch (Throwable t) {
      Errors.record(t);
      return null;
    } finally {
      s.busy--;
    }
  }

  /** Whether the other thread is known to have been started by another task than this one. */
  private static boolean startedByOthers(ThreadState s, Thread other) {
    Task task = Threads.known(other);
    Event end = task == null ? Events.known(other) : null;
    if (end != null) {
      task = end.lastSignaller;
    }
    if (task == null || task.parent == null) {
      return false;
    }
    for (Task t = task.parent; t != null; t = t.parent) {
      if (t == s.task()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the pool's type waits, called by work that the thread's own code has called. */
  private static boolean fromWork(String kind, StackTraceElement[] stack) {
    String pool = outermost(kind);
    if (stack.length == 0 || !outermost(stack[0].getClassName()).equals(pool)) {
      return false;
    }
    boolean work = false;
    for (StackTraceElement f : stack) {
      String type = f.getClassName();
      if (work && type.equals(kind)) {
        return true;
      }
      work |= !Stacks.jdk(type) && !outermost(type).equals(pool);
    }
    return false;
  }

  private static String outermost(String type) {
    int nested = type.indexOf('$');
    return nested < 0 ? type : type.substring(0, nested);
  }
}
