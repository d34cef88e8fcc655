package dev.jlockdep.hooks;

import dev.jlockdep.internal.graph.DeclaredTypes;
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
      super(type, System.identityHashCode(type), DECISIONS);
      this.watched = watched;
    }
  }

  private static final WeakTable DECISIONS = new WeakTable(256);

  private ForeignSynchronizers() {}

  static boolean watched(Object sync) {
    Class<?> type = sync.getClass();
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return false;
    }
    Decision d = (Decision) DECISIONS.get(type);
    if (d == null) {
      d = (Decision) DECISIONS.add(type, new Decision(type, !DeclaredTypes.contains(type.getName())));
    }
    return d.watched;
  }
}
