package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.FindingListener;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * The findings of this run: one per fingerprint at its highest level, in order of discovery, and who
 * is told. Thread-safe; listeners run on the finding thread with no lock held.
 */
public final class Findings {
  private static final SpinLock LOCK = new SpinLock();
  private static final LinkedHashMap<String, Finding> BY_FINGERPRINT = new LinkedHashMap<>();
  private static volatile FindingListener[] listeners = new FindingListener[0];
  private static volatile Level failOn = Level.LIKELY;
  private static volatile boolean failDeclared = true;
  private static volatile boolean throwing;
  private static volatile Predicate<Finding> thrown;
  private static long refused;
  private static volatile long listenerErrors;

  private Findings() {}

  public static void policy(Level failAt, boolean failPossibleWhenDeclared, boolean throwOnFailing) {
    failOn = failAt;
    failDeclared = failPossibleWhenDeclared;
    throwing = throwOnFailing;
  }

  /** Whether a finding counts as a failure; {@code declared}: all its classes are declared. */
  static boolean failing(Level level, boolean declared) {
    Level bar = failOn;
    if (bar == null) {
      return false;
    }
    return level.compareTo(bar) >= 0
        || failDeclared && declared && level == Level.POSSIBLE && bar == Level.LIKELY;
  }

  /** Which of the failing findings are thrown; null for all. */
  public static void throwOnly(Predicate<Finding> wanted) {
    thrown = wanted;
  }

  /** Whether the configuration wants it thrown. */
  private static boolean wantsThrow(Finding f) {
    if (!throwing || !f.failing()) {
      return false;
    }
    Predicate<Finding> wanted = thrown;
    try {
      return wanted == null || wanted.test(f);
    } catch (Throwable t) {
      Errors.record(t);
      return true;
    }
  }

  public static void addListener(FindingListener listener) {
    LOCK.lock();
    try {
      FindingListener[] next = java.util.Arrays.copyOf(listeners, listeners.length + 1);
      next[listeners.length] = listener;
      listeners = next;
    } finally {
      LOCK.unlock();
    }
  }

  /** Whether a finding of this fingerprint at this level or above is known already. */
  static boolean known(String fingerprint, Level level) {
    LOCK.lock();
    try {
      Finding there = BY_FINGERPRINT.get(fingerprint);
      return there != null && there.level().compareTo(level) >= 0;
    } finally {
      LOCK.unlock();
    }
  }

  /** Keeps and publishes a finding unless it is known at its level. Returns whether it was news. */
  public static boolean publish(Finding found) {
    Finding f = Suppression.applied(ThreadState.current(), found);
    LOCK.lock();
    try {
      Finding there = BY_FINGERPRINT.get(f.fingerprint());
      if (there != null && there.level().compareTo(f.level()) >= 0) {
        return false;
      }
      if (there == null
          && BY_FINGERPRINT.size() >= Limits.FINDINGS_MAX
          && f.kind() != FindingKind.INCOMPLETE) {
        refused++;
        return false;
      }
      BY_FINGERPRINT.put(f.fingerprint(), f);
    } finally {
      LOCK.unlock();
    }
    for (FindingListener l : listeners) {
      try {
        l.found(f);
      } catch (Throwable t) {
        listenerErrors++;
        Errors.record(t);
      }
    }
    return true;
  }

  /** Publishes what the thread has found. Returns whether the configuration wants it thrown. */
  static boolean toThrow(ThreadState s, Finding found) {
    Finding f = Suppression.applied(s, found);
    return publish(f) && wantsThrow(f);
  }

  public static List<Finding> all() {
    LOCK.lock();
    try {
      return new ArrayList<>(BY_FINGERPRINT.values());
    } finally {
      LOCK.unlock();
    }
  }

  public static long refused() {
    return refused;
  }

  public static long listenerErrors() {
    return listenerErrors;
  }
}
