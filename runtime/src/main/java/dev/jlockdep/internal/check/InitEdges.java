package dev.jlockdep.internal.check;

import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Dep;
import dev.jlockdep.internal.graph.InitNeed;
import dev.jlockdep.internal.graph.InitType;
import dev.jlockdep.internal.graph.InitTypes;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.Relation;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.graph.Task;
import dev.jlockdep.internal.graph.Witness;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.Arrays;
import java.util.List;
import jdk.internal.vm.annotation.DontInline;

/**
 * Dependencies between class initialisations that a single run cannot show, since a class is
 * initialised once: what an initialiser's code needs, and that supertypes come first. They are made
 * when both types are known to be initialised in this run. What really happens inside an initialiser
 * comes through the held-lock stack like any other lock.
 */
public final class InitEdges {
  private static final int SUPERTYPES_MAX = 100;

  private InitEdges() {}

  /** {@code type} has begun, or ended: makes the dependencies from it and to it. */
  public static void link(ThreadState s, InitType type) {
    supertypes(s, type);
    for (InitNeed n : type.shape.needs) {
      need(s, type, n);
    }
    for (InitTypes.Waiting w : InitTypes.waiting(type.name)) {
      need(s, w.type, w.need);
    }
  }

  @DontInline
  private static void supertypes(ThreadState s, InitType type) {
    InitType sub = type;
    for (int i = 0; i < SUPERTYPES_MAX; i++) {
      InitType above = InitTypes.find(sub, sub.shape.superName);
      boolean waits = above != null && InitTypes.canWait(above);
      if (!sub.extendsLinked) {
        // what is above may not be known yet
        sub.extendsLinked =
            interfaces(s, sub) && (waits || sub.shape.superName == null);
        if (waits) {
          extended(s, sub, above);
        }
      }
      if (!waits) {
        return;
      }
      sub = above;
    }
  }

  /** Whether all of them are known. */
  @DontInline
  private static boolean interfaces(ThreadState s, InitType sub) {
    boolean all = true;
    for (String name : sub.shape.interfaces) {
      InitType in = InitTypes.find(sub, name);
      all &= in != null;
      if (in != null && in.shape.defaults && in.shape.site != 0) {
        extended(s, sub, in);
      }
    }
    return all;
  }

  @DontInline
  private static void extended(ThreadState s, InitType sub, InitType above) {
    StackTraceElement[] at = {sub.frame()};
    edge(s, sub, above, Task.ofCode("user of " + simple(sub)), at);
  }

  /** Makes the dependency that a need is, or waits until the other type begins. */
  @DontInline
  private static void need(ThreadState s, InitType type, InitNeed n) {
    if (n.linked) {
      return;
    }
    InitType needed = InitTypes.find(type, n.target, n.member);
    if (needed == null || !live(needed)) {
      InitTypes.await(needed == null ? n.target : needed.name, type, n);
      if (needed == null || !live(needed)) {
        return;
      }
    }
    n.linked = true;
    if (needed.shape.site == 0) {
      supertypes(s, needed);
    }
    edge(s, type, needed, Task.ofCode("user of " + simple(type)), n.path);
  }

  /** Initialised in this run: seen to begin, or without an initialiser that could be seen. */
  @DontInline
  private static boolean live(InitType type) {
    return type.begun || type.shape.site == 0;
  }

  @DontInline
  private static void edge(
      ThreadState s, InitType from, InitType to, Task task, StackTraceElement[] at) {
    LockClass a = from.lockClass();
    LockClass b = to.lockClass();
    if (a == b || !InitTypes.canWait(to)) {
      return;
    }
    Instance held = from.instance();
    Witness w =
        new Witness(
            task, new long[] {(long) held.id << 32}, new int[] {a.id()}, new int[] {held.hash},
            new int[] {from.shape.site}, 0, held, to.instance(), false, false, false, false,
            Relation.NONE, from.shape.site, 0);
    w.requestStack = at;
    w.heldStack = new StackTraceElement[] {from.frame()};
    Validator.implied(s, a, b, w);
  }

  /**
   * An initialiser takes a lock that its thread held before it began. Another thread can begin the
   * initialiser without that lock, and then has to wait for it.
   */
  public static void takenAgain(ThreadState s, int init, int lock, int site) {
    s.busy++;
    try {
      Validator.resolveFully(s);
      InitType type = (InitType) s.stack[init].lock();
      HeldEntry taken = s.stack[lock];
      boolean shared = (taken.meta & ThreadState.MODE) != 0;
      if (shared || s.kind(lock) == Kind.INIT || s.kind(lock) == Kind.BIN) {
        return;
      }
      LockClass from = type.lockClass();
      LockClass to = ClassTable.get(taken.cls);
      Instance held = type.instance();
      Witness w =
          new Witness(
              Task.ofCode("user of " + simple(type)), new long[] {(long) held.id << 32},
              new int[] {from.id()}, new int[] {held.hash}, new int[] {type.shape.site}, 0, held,
              taken.inst, false, false, false, false, Relation.NONE, type.shape.site, site);
      w.requestStack = Stacks.fromPosition(Stacks.trim(new Throwable()));
      w.heldStack = new StackTraceElement[] {type.frame()};
      Validator.implied(s, from, to, w);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /**
   * A value of a subtype goes into a static field while the initialiser of its supertype runs: no
   * instance can have been made before, so the initialiser needs the subtype.
   */
  public static void stored(ThreadState s, InitType type, Class<?> value) {
    if (type.name.equals(value.getName())) {
      return;
    }
    boolean below = false;
    for (Class<?> c = value.getSuperclass(); c != null && !below; c = c.getSuperclass()) {
      below = c.getName().equals(type.name);
    }
    InitType sub = below ? InitTypes.find(type, value.getName()) : null;
    if (sub != null) {
      supertypes(s, sub);
      StackTraceElement[] at = Stacks.trim(new Throwable());
      edge(s, type, sub, s.task(), at);
    }
  }

  /** The stack of an initialiser that begins, from the code on that made it begin. */
  static StackTraceElement[] asking(StackTraceElement[] stack) {
    return stack.length < 2 ? stack : Arrays.copyOfRange(stack, 1, stack.length);
  }

  /** Notes that a dependency is on a circle; whether it is between two initialisations. */
  static boolean join(Dep d) {
    InitType from = d.from.init();
    InitType to = d.to.init();
    if (from != null) {
      from.onCycle = true;
    }
    if (to != null) {
      to.onCycle = true;
    }
    return from != null && to != null;
  }

  /** Whether all on a circle are class initialisations. */
  static boolean only(Dep[] deps) {
    for (Dep d : deps) {
      if (d.from.init() == null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a class on the circle is one that only the others can reach: not public, and no code
   * outside was seen that begins it. The constants of an enum with bodies, say.
   */
  static boolean closed(Dep[] deps) {
    for (Dep d : deps) {
      InitType held = d.from.init();
      if (held != null && !held.shape.open && !held.beginsOutside(deps)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a circle of these was reported, or one that hangs together with it: large programs have
   * hundreds of them in a few knots, and one of a knot says where to begin. Notes that these belong
   * to it now. Under the graph lock.
   */
  static boolean toldOf(Dep[] deps) {
    if (!only(deps)) {
      return false;
    }
    boolean told = false;
    for (Dep d : deps) {
      told |= d.from.init().toldOf;
    }
    for (Dep d : deps) {
      d.from.init().toldOf = true;
    }
    return told;
  }

  /** What was read rather than seen, and where the initialisations can begin. */
  static void explain(Dep[] deps, Witness[] shown, List<String> evidence) {
    for (int i = 0; i < deps.length; i++) {
      InitType held = deps[i].from.init();
      if (held == null) {
        continue;
      }
      if (shown[i].task.isOfCode()) {
        evidence.add(
            "read from the code: " + deps[i].from.name() + " needs " + deps[i].to.name());
      }
      StackTraceElement entry = InitTypes.entryPosition(held, deps);
      if (entry != null && !held.seenOutside(deps)) {
        evidence.add(deps[i].from.name() + " can begin at " + entry);
      }
    }
  }

  private static String simple(InitType type) {
    return type.name.substring(type.name.lastIndexOf('.') + 1);
  }
}
