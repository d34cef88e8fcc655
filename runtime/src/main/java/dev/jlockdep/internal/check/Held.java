package dev.jlockdep.internal.check;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.api.ThreadSnapshot;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Views of held-lock stacks. */
public final class Held {
  private Held() {}

  static AcquireMode mode(int bits) {
    switch (bits & ThreadState.MODE) {
      case ThreadState.READ:
        return AcquireMode.READ;
      case ThreadState.RECURSIVE:
        return AcquireMode.RECURSIVE_READ;
      default:
        return AcquireMode.EXCLUSIVE;
    }
  }

  /** Bits of a mode of the API. */
  public static int bits(AcquireMode mode) {
    switch (mode) {
      case READ:
        return ThreadState.READ;
      case RECURSIVE_READ:
        return ThreadState.RECURSIVE;
      default:
        return ThreadState.X;
    }
  }

  /** All entries of the calling thread, outermost first, without the request on top. */
  static List<HeldLock> of(ThreadState s) {
    return of(s, Math.max(0, s.depth() - 1));
  }

  static List<HeldLock> of(ThreadState s, int depth) {
    List<HeldLock> list = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      list.add(one(s, i, ""));
    }
    return list;
  }

  static HeldLock one(ThreadState s, int i, String note) {
    Instance in = s.stack[i].inst;
    LockClassView c = ClassTable.get(s.stack[i].cls);
    String n = note;
    if ((s.stack[i].meta & ThreadState.TICKET) != 0 && n.isEmpty()) {
      n = "completion queued to this task";
    }
    return new HeldLock(c, in.print(), mode(s.stack[i].meta), position(s, i), n);
  }

  static StackTraceElement position(ThreadState s, int i) {
    return position(s.stack[i]);
  }

  private static StackTraceElement position(HeldEntry e) {
    StackTraceElement p = Sites.position(e.site);
    StackTraceElement[] trace = p == null ? e.began() : null;
    return p == null && trace != null && trace.length > 0 ? trace[0] : p;
  }

  /** A racy picture of another thread, or null when it changed under our eyes. */
  public static ThreadSnapshot snapshot(ThreadState s) {
    for (int attempt = 0; attempt < 3; attempt++) {
      long before = s.acquisitions;
      int n = s.depth();
      HeldEntry[] stack = s.stack;
      if (n == 0 || n > stack.length) {
        return null;
      }
      Object[] locks = new Object[n];
      LockClassView[] classes = new LockClassView[n];
      AcquireMode[] modes = new AcquireMode[n];
      StackTraceElement[] positions = new StackTraceElement[n];
      boolean[] pending = new boolean[n];
      boolean whole = true;
      int kept = 0;
      for (int i = 0; i < n; i++) {
        HeldEntry e = stack[i];
        Object lock = e.ref;
        if (lock == null && e.inst != null) {
          lock = e.inst.get();
        }
        int meta = e.meta;
        if (lock == null) {
          whole = false;
          break;
        }
        int kind = meta >>> ThreadState.KIND_SHIFT & ThreadState.KIND_MASK;
        if (kind == Kind.INIT) {
          // the watch finds waits for initialisers by itself
          continue;
        }
        locks[kept] = lock;
        modes[kept] = mode(meta);
        classes[kept] = Instances.of(lock, kind).lockClass;
        positions[kept] = position(e);
        pending[kept++] = i == n - 1;
      }
      if (whole && s.acquisitions == before && s.depth() == n) {
        return kept == 0
            ? null
            : new ThreadSnapshot(
                s.thread, Arrays.copyOf(locks, kept), Arrays.copyOf(classes, kept),
                Arrays.copyOf(modes, kept), Arrays.copyOf(positions, kept),
                Arrays.copyOf(pending, kept), before, s.task().test);
      }
    }
    return null;
  }
}
