package dev.jlockdep.internal.graph;

import java.util.Arrays;

/** Stack traces without our own frames, and the frames that count as positions. Stateless. */
public final class Stacks {
  private Stacks() {}

  /** The frames of a raw trace, innermost first, without leading frames of jlockdep. */
  public static StackTraceElement[] trim(Throwable raw) {
    StackTraceElement[] all = raw.getStackTrace();
    int from = 0;
    while (from < all.length && ours(all[from])) {
      from++;
    }
    int n = Math.min(all.length - from, Limits.FRAMES_MAX);
    StackTraceElement[] out = new StackTraceElement[n];
    System.arraycopy(all, from, out, 0, n);
    return out;
  }

  private static boolean ours(StackTraceElement e) {
    String c = e.getClassName();
    return c.startsWith("dev.jlockdep.hooks.")
        || c.startsWith("dev.jlockdep.internal.")
        || c.equals("dev.jlockdep.Lockdep");
  }

  /** Index of the first frame outside lock libraries, 0 when there is none. */
  public static int positionIndex(StackTraceElement[] stack) {
    for (int i = 0; i < stack.length; i++) {
      String type = stack[i].getClassName();
      if (!lockLibrary(type) && !DeclaredTypes.isLockMethod(type, stack[i].getMethodName())) {
        return i;
      }
    }
    return 0;
  }

  private static boolean lockLibrary(String type) {
    return type.startsWith("java.util.concurrent.locks.")
        || type.equals("java.util.concurrent.Semaphore")
        || type.startsWith("java.util.concurrent.Semaphore$")
        || type.startsWith("jdk.internal.misc.InternalLock")
        || type.startsWith("java.lang.reflect.")
        || type.startsWith("jdk.internal.reflect.")
        || type.startsWith("java.lang.invoke.")
        || type.startsWith("jdk.internal.vm.")
        || DeclaredTypes.contains(type);
  }

  /** The stack from its position frame on. */
  public static StackTraceElement[] fromPosition(StackTraceElement[] stack) {
    int from = positionIndex(stack);
    if (from == 0) {
      return stack;
    }
    StackTraceElement[] out = new StackTraceElement[stack.length - from];
    System.arraycopy(stack, from, out, 0, out.length);
    return out;
  }

  /** The stack from the first frame outside the types that wait. */
  public static StackTraceElement[] fromWait(StackTraceElement[] stack) {
    int from = 0;
    while (from < stack.length - 1 && waits(stack[from])) {
      from++;
    }
    return Arrays.copyOfRange(stack, from, stack.length);
  }

  private static boolean waits(StackTraceElement e) {
    String c = e.getClassName();
    return c.startsWith("java.util.concurrent.") || c.startsWith("java.util.stream.")
        || c.equals("java.lang.Thread") && e.getMethodName().equals("join")
        || c.equals("java.lang.Object");
  }

  /**
   * Where a held lock was taken, seen from a later request on the same thread: the innermost frame of
   * the taking method is still active for a block-structured hold, and its callers have not moved
   * since. Without such a frame only the site itself is known.
   */
  public static StackTraceElement[] heldStack(
      StackTraceElement site, StackTraceElement[] request) {
    if (site == null) {
      return new StackTraceElement[0];
    }
    for (int i = 0; i < request.length; i++) {
      StackTraceElement e = request[i];
      if (e.getMethodName().equals(site.getMethodName())
          && e.getClassName().equals(site.getClassName())) {
        StackTraceElement[] out = new StackTraceElement[request.length - i];
        System.arraycopy(request, i, out, 0, out.length);
        out[0] = site;
        return out;
      }
    }
    return new StackTraceElement[] {site};
  }

  /** {@code Type.method} of the first frame outside lock libraries and us, or null. */
  static String maker() {
    StackTraceElement[] all = new Throwable().getStackTrace();
    for (StackTraceElement e : all) {
      String c = e.getClassName();
      if (!ours(e) && !lockLibrary(c)) {
        return c + "." + plainMethod(e.getMethodName());
      }
    }
    return null;
  }

  /** {@code Type.method} of the first frame outside the JDK and outside a wrapper type, or null. */
  public static String callerOutsideJdk(String wrapper) {
    StackTraceElement[] all = new Throwable().getStackTrace();
    for (StackTraceElement e : all) {
      String c = e.getClassName();
      if (!jdk(c) && !ours(e) && !c.equals(wrapper)) {
        int slash = c.indexOf('/');
        int lambda = c.indexOf("$$Lambda");
        String type = slash > 0 ? c.substring(0, slash) : c;
        return (lambda > 0 ? c.substring(0, lambda) + "$$Lambda" : type) + "."
            + plainMethod(e.getMethodName());
      }
    }
    return null;
  }

  /** The name of a method, that of the surrounding one for the body of a lambda. */
  public static String plainMethod(String m) {
    if (m.startsWith("lambda$")) {
      int end = m.indexOf('$', 7);
      return end > 0 ? m.substring(0, end) : m;
    }
    return m;
  }

  public static boolean jdk(String type) {
    return type.startsWith("java.") || type.startsWith("javax.") || type.startsWith("jdk.")
        || type.startsWith("sun.") || type.startsWith("com.sun.");
  }
}
