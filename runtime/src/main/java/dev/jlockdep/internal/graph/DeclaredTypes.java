package dev.jlockdep.internal.graph;

import java.util.Arrays;

/**
 * The types of locks that report themselves through the API, with the types nested in them: lock
 * libraries of the user, so never positions, and not to be watched a second time. Thread-safe.
 */
public final class DeclaredTypes {
  private static final SpinLock LOCK = new SpinLock();
  private static volatile String[] names = new String[0]; // replaced, never changed

  private DeclaredTypes() {}

  public static void add(Class<?> type) {
    String name = type.getName();
    if (contains(name)) {
      return;
    }
    LOCK.lock();
    try {
      String[] next = Arrays.copyOf(names, names.length + 1);
      next[names.length] = name;
      names = next;
    } finally {
      LOCK.unlock();
    }
  }

  public static boolean contains(String type) {
    for (String name : names) {
      if (type.startsWith(name)
          && (type.length() == name.length() || type.charAt(name.length()) == '$')) {
        return true;
      }
    }
    return false;
  }
}
