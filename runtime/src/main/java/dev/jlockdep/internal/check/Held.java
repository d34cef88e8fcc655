package dev.jlockdep.internal.check;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.api.ThreadSnapshot;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
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
    return of(s, Math.max(0, s.depth - 1));
  }

  static List<HeldLock> of(ThreadState s, int depth) {
    List<HeldLock> list = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      list.add(one(s, i, ""));
    }
    return list;
  }

  static HeldLock one(ThreadState s, int i, String note) {
    Instance in = s.insts[i];
    LockClassView c = ClassTable.get(s.cls[i]);
    String n = note;
    if ((s.meta[i] & ThreadState.TICKET) != 0 && n.isEmpty()) {
      n = "completion queued to this task";
    }
    return new HeldLock(c, in.print(), mode(s.meta[i]), position(s, i), n);
  }

  static StackTraceElement position(ThreadState s, int i) {
    StackTraceElement p = Sites.position(s.site[i]);
    if (p == null && s.traces[i] != null && s.traces[i].length > 0) {
      p = s.traces[i][0];
    }
    return p;
  }

  /** A racy picture of another thread, or null when it changed under our eyes. */
  public static ThreadSnapshot snapshot(ThreadState s) {
    for (int attempt = 0; attempt < 3; attempt++) {
      long before = s.acquisitions;
      int n = s.depth;
      Object[] refs = s.refs;
      int[] meta = s.meta;
      if (n == 0 || n > refs.length || n > meta.length) {
        return null;
      }
      Object[] locks = new Object[n];
      LockClassView[] classes = new LockClassView[n];
      AcquireMode[] modes = new AcquireMode[n];
      StackTraceElement[] positions = new StackTraceElement[n];
      boolean[] pending = new boolean[n];
      boolean whole = true;
      for (int i = 0; i < n; i++) {
        locks[i] = refs[i];
        modes[i] = mode(meta[i]);
        if (locks[i] == null) {
          whole = false;
          break;
        }
        int kind = meta[i] >>> ThreadState.KIND_SHIFT & ThreadState.KIND_MASK;
        classes[i] = Instances.of(locks[i], kind).lockClass;
        positions[i] = position(s, i);
        pending[i] = i == n - 1;
      }
      if (whole && s.acquisitions == before && s.depth == n) {
        return new ThreadSnapshot(s.thread, locks, classes, modes, positions, pending, before);
      }
    }
    return null;
  }
}
