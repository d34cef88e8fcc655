package dev.jlockdep.internal.graph;

import java.util.Arrays;

/**
 * The types of locks that report themselves through the API, with the types nested in them: lock
 * libraries of the user, so never positions, and not to be watched a second time. Thread-safe.
 */
public final class DeclaredTypes {
  private static final SpinLock LOCK = new SpinLock();
  private static volatile String[] names = new String[0]; // replaced, never changed

  /** Methods that take or let go of such a lock, as {@code type.method}; mostly none. */
  private static volatile String[] methods = new String[0]; // replaced, never changed

  private DeclaredTypes() {}

  /** One method of a type is part of a lock; the rest of the type is ordinary code. */
  public static void addMethod(String type, String method) {
    String name = type + "." + method;
    if (isLockMethod(type, method)) {
      return;
    }
    LOCK.lock();
    try {
      String[] next = Arrays.copyOf(methods, methods.length + 1);
      next[methods.length] = name;
      methods = next;
    } finally {
      LOCK.unlock();
    }
  }

  static boolean isLockMethod(String type, String method) {
    for (String name : methods) {
      int dot = type.length();
      if (name.length() == dot + 1 + method.length()
          && name.startsWith(type) && name.charAt(dot) == '.' && name.endsWith(method)) {
        return true;
      }
    }
    return false;
  }

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
