package dev.jlockdep.internal.check;

import static dev.jlockdep.internal.held.ThreadState.MODE;
import static dev.jlockdep.internal.held.ThreadState.X;

import dev.jlockdep.api.AuditView;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Fingerprint;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;

/**
 * The calls of one guarded operation: which locks were held at how many of them, and from where they
 * came. What most calls hold is the inferred guard (Eraser's rule: calls count for it from the second
 * thread on, so that the set-up of one thread does not).
 *
 * <p>All fields are guarded by {@link #LOCK}.
 */
public final class Audit {
  private static final int PATH_FRAMES = 12;
  /** Calls of one set that are looked at for their path before only each doubling is. */
  private static final int PATH_CALLS = 64;
  /** An inferred guard needs so many calls, and at most one in so many without it. */
  private static final int INFER_CALLS_MIN = 20;
  private static final int INFER_EXCEPTIONS = 10;
  private static final SpinLock LOCK = new SpinLock();
  private static final LinkedHashMap<String, Audit> BY_OPERATION = new LinkedHashMap<>();

  /** Calls with one set of locks held. */
  private static final class HeldSet {
    final int[] classes;
    final boolean[] exclusive;
    long count;
    /** Of them, calls after a second thread had come. */
    long shared;
    final ArrayList<StackTraceElement[]> paths = new ArrayList<>(1);

    HeldSet(int[] classes, boolean[] exclusive) {
      this.classes = classes;
      this.exclusive = exclusive;
    }

    boolean has(int c) {
      for (int k : classes) {
        if (k == c) {
          return true;
        }
      }
      return false;
    }

    boolean wantsPath() {
      return paths.size() < Limits.AUDIT_PATHS_MAX
          && (count <= PATH_CALLS || (count & count - 1) == 0);
    }

    void add(StackTraceElement[] path) {
      for (StackTraceElement[] p : paths) {
        if (Arrays.equals(p, path)) {
          return;
        }
      }
      if (paths.size() < Limits.AUDIT_PATHS_MAX) {
        paths.add(path);
      }
    }
  }

  private final String operation;
  private String required = "";
  private long calls;
  private long violations;
  private long shared;
  private long firstThread;
  private final LinkedHashMap<Long, HeldSet> sets = new LinkedHashMap<>();

  private Audit(String operation) {
    this.operation = operation;
  }

  /** One call of an operation; hooks are disabled on the thread. */
  public static void called(ThreadState s, String operation, String required, boolean guarded) {
    Validator.resolve(s);
    long key = 0;
    for (int i = 0; i < s.depth(); i++) {
      key = (key ^ s.stack[i].cls << 1 ^ (s.stack[i].meta & MODE) * 7919L) * 0x9E3779B97F4A7C15L;
      key ^= key >>> 31;
    }
    HeldSet set;
    boolean path;
    LOCK.lock();
    try {
      Audit a = of(operation);
      if (a == null) {
        return;
      }
      set = a.count(s, key, required, guarded);
      path = set != null && set.wantsPath();
    } finally {
      LOCK.unlock();
    }
    if (path) {
      StackTraceElement[] stack = Stacks.fromPosition(Stacks.trim(new Throwable()));
      LOCK.lock();
      try {
        set.add(Arrays.copyOf(stack, Math.min(PATH_FRAMES, stack.length)));
      } finally {
        LOCK.unlock();
      }
    }
  }

  private static Audit of(String operation) {
    Audit a = BY_OPERATION.get(operation);
    if (a == null && BY_OPERATION.size() < Limits.AUDITS_MAX) {
      a = new Audit(operation);
      BY_OPERATION.put(operation, a);
    }
    return a;
  }

  private HeldSet count(ThreadState s, long key, String guard, boolean guarded) {
    calls++;
    if (!guarded) {
      violations++;
    }
    if (!guard.isEmpty()) {
      required = guard;
    }
    if (firstThread == 0) {
      firstThread = s.thread.getId();
    }
    boolean many = shared > 0 || s.thread.getId() != firstThread;
    if (many) {
      shared++;
    }
    HeldSet set = sets.get(key);
    if (set == null) {
      if (sets.size() >= Limits.AUDIT_SETS_MAX) {
        return null;
      }
      set = setOf(s);
      sets.put(key, set);
    }
    set.count++;
    if (many) {
      set.shared++;
    }
    return set;
  }

  private static HeldSet setOf(ThreadState s) {
    int n = s.depth();
    int[] classes = new int[n];
    boolean[] exclusive = new boolean[n];
    for (int i = 0; i < n; i++) {
      classes[i] = s.stack[i].cls;
      exclusive[i] = (s.stack[i].meta & MODE) == X;
    }
    return new HeldSet(classes, exclusive);
  }

  /** All operations; publishes what was inferred and not always kept. */
  public static List<AuditView> all(ThreadState s) {
    List<AuditView> views = new ArrayList<>();
    List<String[]> broken = new ArrayList<>();
    LOCK.lock();
    try {
      for (Audit a : BY_OPERATION.values()) {
        views.add(a.view(broken));
      }
    } finally {
      LOCK.unlock();
    }
    for (String[] b : broken) {
      publish(s, b);
    }
    return views;
  }

  private AuditView view(List<String[]> broken) {
    List<AuditView.Held> held = new ArrayList<>();
    for (HeldSet set : sets.values()) {
      held.add(new AuditView.Held(names(set), set.count, set.paths));
    }
    String inferred = required.isEmpty() ? inferred(broken) : "";
    return new AuditView(operation, calls, violations, required, inferred, held);
  }

  private static List<String> names(HeldSet set) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < set.classes.length; i++) {
      names.add(
          ClassTable.get(set.classes[i]).name() + (set.exclusive[i] ? " (write)" : " (read)"));
    }
    return names;
  }

  /** The lock class that most calls hold, as a sentence; empty when there is none. */
  private String inferred(List<String[]> broken) {
    if (shared < INFER_CALLS_MIN) {
      return "";
    }
    TreeSet<Integer> classes = new TreeSet<>();
    for (HeldSet set : sets.values()) {
      for (int c : set.classes) {
        classes.add(c);
      }
    }
    String best = "";
    long most = 0;
    for (int c : classes) {
      long with = 0;
      for (HeldSet set : sets.values()) {
        with += set.has(c) ? set.shared : 0;
      }
      if (with > most && (shared - with) * INFER_EXCEPTIONS <= shared) {
        most = with;
        best = ClassTable.get(c).name();
      }
    }
    if (best.isEmpty() || most == shared) {
      return best.isEmpty() ? "" : "always under " + best + " (" + shared + " calls)";
    }
    String text =
        operation + " without " + best + " on " + (shared - most) + " of " + shared + " calls";
    broken.add(new String[] {operation, best, text});
    return text;
  }

  private static void publish(ThreadState s, String[] broken) {
    String fp = Fingerprint.of("UNGUARDED", List.of(broken[0], broken[1], "inferred"));
    if (Findings.known(fp, Level.POSSIBLE)) {
      return;
    }
    Findings.publish(
        new Finding(
            FindingKind.UNGUARDED, Level.POSSIBLE, fp, broken[2], List.of(broken[1]), List.of(),
            List.of(), new StackTraceElement[0], s.thread.getName(), s.thread.getId(),
            s.task().test,
            List.of("only possible: nobody declared the guard, most calls have it"), false,
            System.currentTimeMillis()));
  }
}
