package dev.jlockdep.internal.check;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Cycle;
import dev.jlockdep.internal.graph.Dep;
import dev.jlockdep.internal.graph.Fingerprint;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.Matcher;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.graph.Task;
import dev.jlockdep.internal.graph.Witness;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.List;

/** What the rules found, before it is made into a {@link Finding} outside the graph lock. */
final class Candidate {
  private static final StackTraceElement[] NO_STACK = {};
  private final FindingKind kind;
  private final Level level;
  private final String fingerprint;
  private final Dep[] deps;
  private final Witness[] witnesses;
  private final List<String> evidence;
  private final String message;
  /** Index of the dependency that closed it. */
  private final int closing;

  private Candidate(
      FindingKind kind,
      Level level,
      String fingerprint,
      Dep[] deps,
      Witness[] witnesses,
      int closing,
      String message,
      List<String> evidence) {
    this.kind = kind;
    this.level = level;
    this.fingerprint = fingerprint;
    this.deps = deps;
    this.witnesses = witnesses;
    this.closing = closing;
    this.message = message;
    this.evidence = evidence;
  }

  static Candidate incomplete() {
    return new Candidate(FindingKind.INCOMPLETE, Level.NOTE, "", null, null, 0, "", List.of());
  }

  /** A cycle of classes; {@code fit} are witnesses that fit together, or null. */
  static Candidate cycle(Cycle c, Witness[] fit, Matcher m, Dep closing) {
    Witness[] shown = fit;
    List<String> evidence = new ArrayList<>();
    boolean timed = false;
    for (Dep d : c.deps) {
      timed |= d.timedOnly;
    }
    for (Dep d : c.deps) {
      if (d.to.through != 0) {
        evidence.add(
            d.to.through == LockClass.BY_ASKER
                ? "whoever asks for " + d.to.name() + " may have to do itself what its holders do"
                : "what waits in " + d.to.name() + " needs all that its drainer asks for");
      }
    }
    if (fit != null) {
      fitting(c.deps, fit, evidence);
    } else {
      shown = m.suppressed() != null ? m.suppressed() : new Witness[c.deps.length];
      for (int i = 0; i < shown.length && shown[i] == null; i++) {
        shown[i] = c.deps[i].first();
      }
      Matcher.Obstacle o = timed ? Matcher.Obstacle.TIMED : m.obstacle();
      String gate =
          o == Matcher.Obstacle.GATE ? ": " + ClassTable.get(m.gate()).name() : "";
      evidence.add(
          c.level == Level.NOTE && m.isGatedAtNodes()
              ? gated(m)
              : (c.level == Level.NOTE ? "no cycle: " : "only possible: ") + o.text + gate);
    }
    if (c.level == Level.POSSIBLE && InitEdges.only(c.deps)) {
      evidence.add("others that share a class with it are told of only where they are likely");
    }
    InitEdges.explain(c.deps, shown, evidence);
    int at = 0;
    for (int i = 0; i < c.deps.length; i++) {
      if (c.deps[i] == closing) {
        at = i;
      }
    }
    at = Waits.first(c.deps, at);
    List<String> names = Validator.names(c.deps);
    return new Candidate(
        timed ? FindingKind.STALL : FindingKind.CYCLE,
        timed
                || c.level == Level.POSSIBLE
                    && (platformOnly(c.deps)
                        || Waits.onWay(c.deps) && m.obstacle() != Matcher.Obstacle.PERMITS)
            ? Level.NOTE
            : c.level,
        c.fingerprint,
        c.deps,
        shown,
        at,
        String.join(" -> ", names) + " -> " + names.get(0),
        evidence);
  }

  private static String gated(Matcher m) {
    return m.nodeGate() == 0
        ? "no cycle: " + Matcher.Obstacle.WORKS.text
        : "no cycle: who waits and who holds both hold " + ClassTable.get(m.nodeGate()).name()
            + " of the same owner, in modes that exclude each other";
  }

  /**
   * Whether all classes are types of the JDK that no creation site tells apart: streams wrap streams,
   * and without instances that meet that says nothing.
   */
  private static boolean platformOnly(Dep[] deps) {
    for (Dep d : deps) {
      LockClass c = d.from;
      if (c.declared || !Stacks.jdk(c.type()) || !c.name().startsWith(c.type())) {
        return false;
      }
    }
    return true;
  }

  /** Two instances of one class taken in both orders. */
  static Candidate inversion(Dep d, Witness[] circle, String fingerprint) {
    Dep[] deps = new Dep[circle.length];
    java.util.Arrays.fill(deps, d);
    List<String> evidence = new ArrayList<>();
    evidence.add("instances of " + d.from.name() + " were taken in opposite orders");
    fitting(deps, circle, evidence);
    return new Candidate(
        FindingKind.RECURSION, Level.LIKELY, fingerprint, deps, circle, 0,
        d.from.name() + " -> " + d.from.name(), evidence);
  }

  /** Two instances of one class nested, no inversion seen. */
  static Candidate nesting(Dep d, Witness w, String fingerprint) {
    return new Candidate(
        d.timedOnly ? FindingKind.STALL : FindingKind.RECURSION,
        d.timedOnly || platformOnly(new Dep[] {d}) ? Level.NOTE : Level.POSSIBLE,
        fingerprint,
        new Dep[] {d},
        new Witness[] {w},
        0,
        d.from.name() + " -> " + d.from.name(),
        List.of("only possible: two instances of one class nest, no opposite order was seen"));
  }

  /** The declared order of two lock classes was violated; {@code rule} says which. */
  static Candidate declaredOrder(Dep d, Witness w, String rule) {
    List<String> names = List.of(d.from.name(), d.to.name());
    return new Candidate(
        FindingKind.CYCLE, Level.LIKELY,
        Fingerprint.of("CYCLE", List.of("declared order", names.get(0), names.get(1))),
        new Dep[] {d}, new Witness[] {w}, 0,
        names.get(0) + " -> " + names.get(1) + " against the declared lock order",
        List.of("the declared lock order is violated: " + rule));
  }

  /** The declared order of two instances was violated. */
  static Candidate order(Dep d, Witness w, String fingerprint) {
    return new Candidate(
        FindingKind.RECURSION, Level.LIKELY, fingerprint, new Dep[] {d}, new Witness[] {w}, 0,
        d.from.name() + " -> " + d.from.name(),
        List.of("the declared order of " + d.from.name() + " is violated"));
  }

  private static void fitting(Dep[] deps, Witness[] fit, List<String> evidence) {
    int tasks = 0;
    for (int i = 0; i < fit.length; i++) {
      tasks += Matcher.acts(deps[i]) ? 1 : 0;
    }
    boolean same = true;
    boolean serial = false;
    boolean read = false;
    for (int i = 0; i < fit.length; i++) {
      read |= fit[i].task.isOfCode();
      same &= fit[i].requestInstance == fit[(i + 1) % fit.length].heldInstance;
      serial |= Task.oneAfterTheOther(fit[i].task, fit[(i + 1) % fit.length].task);
    }
    evidence.add(
        same
            ? "the same lock instances on all sides"
            : "different instances, but each time the locks belonged together in the same way");
    evidence.add(
        tasks == 1
            ? "one task is enough, no time limit"
            : (read ? "" : tasks + " different tasks, ") + "no common gate lock, no time limit");
    if (serial) {
      evidence.add("the tasks ran one after the other here");
    }
  }

  boolean isIncomplete() {
    return kind == FindingKind.INCOMPLETE;
  }

  /** Level without its suppression. */
  Level otherwise() {
    return level == Level.NOTE ? Level.LIKELY : level;
  }

  /** Why one of its sides wants no failure, or null. */
  String suppressed() {
    for (Witness w : witnesses) {
      if (w.suppressed != null) {
        return w.suppressed;
      }
    }
    return null;
  }

  String fingerprint() {
    return fingerprint;
  }

  Level level() {
    return level;
  }

  /** Builds the finding; {@code stack} is the reporting thread's at the request. */
  Finding build(ThreadState s, StackTraceElement[] stack, int held) {
    List<String> classes = new ArrayList<>();
    List<Dependency> list = new ArrayList<>();
    List<String> why = new ArrayList<>(evidence);
    boolean declared = true;
    int n = deps.length;
    for (int i = 0; i < n; i++) {
      int k = (closing + i) % n;
      Dep d = deps[k];
      if (i == 0 || d.from != d.to) {
        classes.add(d.from.name());
      }
      declared &= d.from.declared && d.to.declared;
      list.add(dependency(d, witnesses[k]));
      alsoHeld(witnesses[k], why);
      Waits.describe(d, witnesses[k], why);
      if (witnesses[k].duty != null) {
        Duties.describe(witnesses[k].duty, why);
      }
    }
    if (n == 1 && deps[0].from != deps[0].to) {
      // a dependency that is wrong by itself: there is no other that leads back
      classes.add(deps[0].to.name());
    }
    return new Finding(
        kind, level, fingerprint, message, classes, list, Held.of(s, held),
        Stacks.fromPosition(stack),
        s.thread.getName(), s.thread.getId(), s.task().test, why,
        kind != FindingKind.STALL && Findings.failing(level, declared),
        System.currentTimeMillis());
  }

  /** Locks held on a side beside the one on the cycle: they tell which code that is. */
  private static void alsoHeld(Witness w, List<String> why) {
    for (int i = 0; i < w.held.length; i++) {
      if ((int) (w.held[i] >>> 32) != w.heldInstance) {
        StackTraceElement at = Sites.position(w.heldSites[i]);
        why.add(
            w.task.name() + " also held " + ClassTable.get(w.heldClasses[i]).name()
                + (at == null ? "" : ", taken at " + at));
      }
    }
  }

  private static Dependency dependency(Dep d, Witness w) {
    Witness full = d.withStacks(w);
    StackTraceElement[] request = full.requestStack != null ? full.requestStack : NO_STACK;
    StackTraceElement[] held = full.heldStack != null ? full.heldStack : NO_STACK;
    return new Dependency(
        new HeldLock(
            d.from, w.heldLabel, d.fromShared ? AcquireMode.READ : AcquireMode.EXCLUSIVE,
            position(w.heldSite, held), ""),
        new HeldLock(
            d.to, w.requestLabel, Held.mode(d.toMode), position(w.requestSite, request), ""),
        held, request, w.task.thread, w.task.threadId, w.task.name(), w.task.test);
  }

  private static StackTraceElement position(int site, StackTraceElement[] stack) {
    StackTraceElement p = Sites.position(site);
    return p != null ? p : stack.length > 0 ? stack[0] : null;
  }

}
