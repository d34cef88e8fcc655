package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.KIND_SHIFT;
import static dev.jlockdep.internal.held.ThreadState.X;

import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.InitEdges;
import dev.jlockdep.internal.check.Validator;
import dev.jlockdep.internal.graph.InitEntry;
import dev.jlockdep.internal.graph.InitType;
import dev.jlockdep.internal.graph.InitTypes;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.List;

/**
 * Called by initialisers of woven types: once when they begin and once when they end. Everything else
 * in a program initialises nothing that is watched, so it pays nothing.
 */
public final class InitHooks {
  private static final LockClass[] NONE = {};

  private InitHooks() {}

  /** First thing in an initialiser; supertypes are initialised by then. */
  public static void begins(int type) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    InitType t = InitTypes.get(type);
    if (prepare(s, t)) {
      request(s, t);
      link(s, t);
    }
  }

  private static boolean prepare(ThreadState s, InitType t) {
    s.busy++;
    try {
      t.instance();
      t.begin(inside(s), s.task());
      // a loader's own copy inside another loader's: not a lock order
      return !holds(s, t.lockClass());
    } catch (Throwable e) {
      Errors.record(e);
      return false;
    } finally {
      s.busy--;
    }
  }

  private static void request(ThreadState s, InitType t) {
    try {
      Hooks.request(s, t, t.shape.site, Kind.INIT << KIND_SHIFT | X);
    } catch (LockdepDeadlockError reported) {
      // thrown out of an initialiser it would make the type unusable for good
    }
  }

  private static void link(ThreadState s, InitType t) {
    s.busy++;
    try {
      InitEdges.link(s, t);
    } catch (Throwable e) {
      Errors.record(e);
    } finally {
      s.busy--;
    }
  }

  /** The initialisations that the thread is in. */
  private static LockClass[] inside(ThreadState s) {
    List<LockClass> list = null;
    for (int i = 0; i < s.depth(); i++) {
      if (s.kind(i) == Kind.INIT) {
        list = list == null ? new ArrayList<>(4) : list;
        list.add(((InitType) s.stack[i].lock()).lockClass());
      }
    }
    return list == null ? NONE : list.toArray(NONE);
  }

  private static boolean holds(ThreadState s, LockClass c) {
    for (LockClass held : inside(s)) {
      if (held == c) {
        return true;
      }
    }
    return false;
  }

  /** Last thing in an initialiser, however it ends. */
  public static void ends(int type) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    InitType t = InitTypes.get(type);
    Hooks.drop(s, t, X);
    link(s, t);
  }

  /** An initialiser puts a value into a static field of its type. */
  public static void stored(Object value, int type) {
    ThreadState s = ThreadState.current();
    if (value == null || s.busy != 0) {
      return;
    }
    s.busy++;
    try {
      InitEdges.stored(s, InitTypes.get(type), value.getClass());
    } catch (Throwable e) {
      Errors.record(e);
    } finally {
      s.busy--;
    }
  }

  /** For the agent: number of the task that the calling thread is on. */
  public static int task() {
    return ThreadState.current().task().id;
  }

  /** For the agent: a type was loaded whose code can begin initialisations at these places. */
  public static void entries(List<InitEntry> entries) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      List<InitType> onCycles = InitTypes.addEntries(entries);
      if (!onCycles.isEmpty()) {
        Validator.entriesSeen(s, onCycles);
      }
    } catch (Throwable e) {
      Errors.record(e);
    } finally {
      s.busy--;
    }
  }
}
