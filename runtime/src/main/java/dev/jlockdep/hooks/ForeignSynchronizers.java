package dev.jlockdep.hooks;

import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.graph.WeakTable;

/**
 * Which subclasses of {@code AbstractQueuedSynchronizer} are watched by themselves: those outside the
 * JDK (its own locks are hooked one level higher) and not part of a lock that reports itself through
 * the API, which would be seen twice. Thread-safe.
 */
public final class ForeignSynchronizers {
  private static final class Decision extends WeakTable.Entry {
    final boolean watched;

    Decision(Class<?> type, boolean watched) {
      super(type, System.identityHashCode(type));
      this.watched = watched;
    }
  }

  private static final WeakTable DECISIONS = new WeakTable(256);
  private static final SpinLock LOCK = new SpinLock();
  private static String[] declaredTypes = new String[0];

  private ForeignSynchronizers() {}

  static boolean watched(Object sync) {
    Class<?> type = sync.getClass();
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return false;
    }
    Decision d = (Decision) DECISIONS.get(type);
    if (d == null) {
      d = (Decision) DECISIONS.add(type, new Decision(type, !declared(type.getName())));
    }
    return d.watched;
  }

  /** A type whose instances report themselves through the API. */
  public static void declares(Class<?> type) {
    String name = type.getName();
    if (declared(name)) {
      return;
    }
    LOCK.lock();
    try {
      String[] next = java.util.Arrays.copyOf(declaredTypes, declaredTypes.length + 1);
      next[declaredTypes.length] = name;
      declaredTypes = next;
    } finally {
      LOCK.unlock();
    }
  }

  private static boolean declared(String name) {
    for (String d : declaredTypes) {
      if (name.equals(d) || name.startsWith(d) && name.charAt(d.length()) == '$') {
        return true;
      }
    }
    return false;
  }
}
