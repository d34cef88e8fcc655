package dev.jlockdep;

import dev.jlockdep.api.AuditView;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingListener;
import dev.jlockdep.api.GraphView;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.LockStatView;
import dev.jlockdep.api.Stats;
import dev.jlockdep.api.SuppressionView;
import dev.jlockdep.api.ThreadSnapshot;
import dev.jlockdep.api.WaitListener;
import dev.jlockdep.hooks.LockStats;
import dev.jlockdep.hooks.Tasks;
import dev.jlockdep.internal.check.Audit;
import dev.jlockdep.internal.check.Contexts;
import dev.jlockdep.internal.check.Findings;
import dev.jlockdep.internal.check.Held;
import dev.jlockdep.internal.check.Incomplete;
import dev.jlockdep.internal.check.LockOrder;
import dev.jlockdep.internal.check.LostSignals;
import dev.jlockdep.internal.check.SelfCheck;
import dev.jlockdep.internal.check.Suppression;
import dev.jlockdep.internal.check.Views;
import dev.jlockdep.internal.check.Waits;
import dev.jlockdep.internal.graph.ClassTimes;
import dev.jlockdep.internal.graph.Task;
import dev.jlockdep.internal.held.ThreadState;
import dev.jlockdep.internal.held.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** For the agent and for tests: switches, listeners, snapshots. Thread-safe. */
public final class LockdepControl {
  private LockdepControl() {}

  /** Turns the API on; hooks work from the first woven type on. */
  public static void activate() {
    Warmup.initialise();
    Task.programStartsOn(Thread.currentThread());
    Lockdep.activate();
  }

  /**
   * What counts as failing: findings at {@code failOn} and above (null: none) and, when {@code
   * failOn} is LIKELY, POSSIBLE ones whose classes are all declared.
   */
  public static void policy(Level failOn, boolean failPossibleWhenDeclared, boolean throwOnFailing) {
    Findings.policy(failOn, failPossibleWhenDeclared, throwOnFailing);
  }

  /**
   * Which of the failing findings are thrown, where the policy says throw; all unless told.
   *
   * @param wanted asked on the finding's thread; must take no lock of the program
   */
  public static void throwOnly(Predicate<Finding> wanted) {
    Findings.throwOnly(wanted);
  }

  /**
   * Declares the order of lock classes: each of {@code before} is taken before the one of {@code
   * after} beside it; {@code where} says where that is written. Returns what contradicts itself, or
   * an empty string.
   */
  public static String lockOrder(String[] before, String[] after, String[] where) {
    return LockOrder.declare(before, after, where);
  }

  /** Patterns of names of threads that are event loops: waits on them are CONTEXT findings. */
  public static void eventLoops(List<String> threads) {
    Contexts.eventLoops(threads);
  }

  /** Adds a listener; findings made before are not replayed. */
  public static void addListener(FindingListener listener) {
    Findings.addListener(listener);
  }

  /** All findings so far, one per fingerprint at its highest level, in order of discovery. */
  public static List<Finding> findings() {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      return Findings.all();
    } finally {
      s.busy--;
    }
  }

  /**
   * Judges waits for signals by the signals that were seen so far. One that comes later can prove the
   * verdict wrong, so this belongs at the end of a run or of a test.
   */
  public static void settle() {
    Waits.settle(false);
    LostSignals.settle();
  }

  /** The graph now. */
  public static GraphView graph() {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      return Views.graph();
    } finally {
      s.busy--;
    }
  }

  /** Counters now. */
  public static Stats stats() {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      return Views.stats();
    } finally {
      s.busy--;
    }
  }

  /**
   * What is known of each guarded operation; publishes findings for guards that were inferred and
   * not always kept, so ask before the findings are written.
   */
  public static List<AuditView> audits() {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      return Audit.all(s);
    } finally {
      s.busy--;
    }
  }

  /** Where findings are suppressed by the code itself, and how many were. */
  public static List<SuppressionView> suppressions() {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      return Suppression.all();
    } finally {
      s.busy--;
    }
  }

  /** Before code is woven to take lock statistics. */
  public static void prepareLockStats() {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      LockStats.warmUp();
    } finally {
      s.busy--;
    }
  }

  /** Lock statistics so far; empty unless the agent was told to take them. */
  public static List<LockStatView> lockStats() {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      return ClassTimes.all();
    } finally {
      s.busy--;
    }
  }

  /** Lock statistics count from nothing again; the graph and the findings stay. */
  public static void resetLockStats() {
    ClassTimes.reset();
  }

  /** Who is told of long waits, where lock statistics are taken. */
  public static void waitListener(WaitListener listener) {
    LockStats.listener(listener);
  }

  /** One snapshot for each live thread that holds or asks for a lock. */
  public static List<ThreadSnapshot> threads() {
    ThreadState own = ThreadState.current();
    own.busy++;
    try {
      List<ThreadSnapshot> out = new ArrayList<>();
      for (ThreadState s : Threads.all()) {
        ThreadSnapshot shot = s == own ? null : Held.snapshot(s);
        if (shot != null) {
          out.add(shot);
        }
      }
      return out;
    } finally {
      own.busy--;
    }
  }

  /** Publishes a finding that was made outside the runtime (the deadlock watch, say). */
  public static void report(Finding finding) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      Findings.publish(finding);
    } finally {
      s.busy--;
    }
  }

  /** Says that a part of the run was not watched; {@code what} is a stable name for it. */
  public static void incomplete(String what, String message) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      Incomplete.publish(what, message);
    } finally {
      s.busy--;
    }
  }

  /** Says that a type is not watched because it could not be woven. */
  public static void notWoven(String type, String why) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      Incomplete.notWoven(type, why);
    } finally {
      s.busy--;
    }
  }

  /** Publishes what could only be counted when it happened: errors inside jlockdep, full tables. */
  public static void incompleteAtEnd() {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      Incomplete.atEnd();
    } finally {
      s.busy--;
    }
  }

  /**
   * Marks the start of a JUnit test on the calling thread: a new task begins. An empty name ends it;
   * locks still held by the thread then are LEAK findings.
   */
  public static void test(String name) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    if (name.isEmpty()) {
      s.takeForeignChanges();
      SelfCheck.leaks(s, s.taskDepth, "test");
      Waits.settle(true);
    }
    Threads.currentTest = name;
    Tasks.begin(s, name);
  }

  /** The test that began last and has not ended, or an empty string. */
  public static String currentTest() {
    return Threads.currentTest;
  }

  /** Hooks do nothing on the calling thread until {@link #resume}; nests. */
  public static void pause() {
    ThreadState.current().busy++;
  }

  /** Ends one {@link #pause}. */
  public static void resume() {
    ThreadState.current().busy--;
  }

  /** Number of locks the calling thread is known to hold. */
  public static int depth() {
    ThreadState s = ThreadState.current();
    s.takeForeignChanges();
    return s.depth();
  }
}
