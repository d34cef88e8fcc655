package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.Scope;
import dev.jlockdep.api.SuppressionView;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** An open scope whose findings are notes. Each reason is kept with its first place and its use. */
public final class Suppression extends OpenScope {
  private static final SpinLock LOCK = new SpinLock();
  private static final LinkedHashMap<String, Used> BY_REASON = new LinkedHashMap<>();

  /** What is known of one reason. Guarded by {@link #LOCK}. */
  private static final class Used {
    final StackTraceElement position;
    long count;

    Used(StackTraceElement position) {
      this.position = position;
    }
  }

  private final String reason;

  private Suppression(ThreadState s, String reason) {
    super(s);
    this.reason = reason;
  }

  public static Scope open(String reason) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      String why = reason == null || reason.isBlank() ? "no reason given" : reason;
      note(why);
      return new Suppression(s, why);
    } finally {
      s.busy--;
    }
  }

  private static void note(String reason) {
    if (known(reason)) {
      return;
    }
    StackTraceElement[] stack = Stacks.fromPosition(Stacks.trim(new Throwable()));
    LOCK.lock();
    try {
      if (BY_REASON.size() < Limits.SUPPRESSIONS_MAX) {
        BY_REASON.putIfAbsent(reason, new Used(stack.length == 0 ? null : stack[0]));
      }
    } finally {
      LOCK.unlock();
    }
  }

  private static boolean known(String reason) {
    LOCK.lock();
    try {
      return BY_REASON.containsKey(reason);
    } finally {
      LOCK.unlock();
    }
  }

  /** The reason to suppress what the thread does now, or null. */
  static String reason(ThreadState s) {
    for (OpenScope o = innermost(s); o != null; o = o.below()) {
      if (o instanceof Suppression) {
        return ((Suppression) o).reason;
      }
    }
    return null;
  }

  /** A finding as it is to be published: a note where the thread is told to suppress it. */
  static Finding applied(ThreadState s, Finding f) {
    String why = reason(s);
    return why == null || f.level() == Level.NOTE || f.kind() == FindingKind.INCOMPLETE
            || f.kind() == FindingKind.DEADLOCK
        ? f
        : suppressed(f, f.level(), why);
  }

  /** A finding that is not to fail anything, for this reason. */
  static Finding suppressed(Finding f, Level otherwise, String why) {
    count(why);
    List<String> evidence = new ArrayList<>(f.evidence());
    evidence.add("suppressed (" + otherwise + " otherwise): " + why);
    return new Finding(
        f.kind(), Level.NOTE, f.fingerprint(), f.message(), f.classes(), f.dependencies(),
        f.heldLocks(), f.stack(), f.thread(), f.threadId(), f.test(), evidence, false,
        f.timeMillis());
  }

  private static void count(String reason) {
    LOCK.lock();
    try {
      Used u = BY_REASON.get(reason);
      if (u != null) {
        u.count++;
      }
    } finally {
      LOCK.unlock();
    }
  }

  public static List<SuppressionView> all() {
    List<SuppressionView> list = new ArrayList<>();
    LOCK.lock();
    try {
      for (java.util.Map.Entry<String, Used> e : BY_REASON.entrySet()) {
        Used u = e.getValue();
        list.add(new SuppressionView(e.getKey(), u.position, u.count));
      }
    } finally {
      LOCK.unlock();
    }
    return list;
  }

  @Override
  protected String what() {
    return "suppression \"" + reason + "\"";
  }
}
