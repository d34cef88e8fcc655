package dev.jlockdep.agent;

import java.lang.reflect.Method;

/**
 * Runs something at the very end of the JVM: after the program's own shutdown hooks, which take locks
 * too and may write reports of other agents. Falls back to an ordinary hook where the JDK's internal
 * door is shut.
 */
final class LastHook {
  /** The package of {@code java.base} to open for it. */
  static final String PACKAGE = "jdk.internal.access";

  /** Behind the console (0), the program's hooks (1) and delete-on-exit (2). */
  private static final int SLOT = 8;

  private LastHook() {}

  static void add(Runnable last) {
    try {
      Class<?> secrets = Class.forName("jdk.internal.access.SharedSecrets");
      Object access = secrets.getMethod("getJavaLangAccess").invoke(null);
      Method register =
          Class.forName("jdk.internal.access.JavaLangAccess")
              .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class);
      register.invoke(access, SLOT, true, last);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError shut) {
      Runtime.getRuntime().addShutdownHook(new Thread(last, "jlockdep-end"));
    }
  }
}
