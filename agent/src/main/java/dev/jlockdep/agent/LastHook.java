package dev.jlockdep.agent;

import dev.jlockdep.hooks.Ending;

/**
 * Runs something at the very end of the JVM: after the program's own shutdown hooks. Falls back to
 * an ordinary hook where the JDK's shutdown sequence looks different.
 */
final class LastHook {
  private static final String SEQUENCE = "java.lang.Shutdown";

  private LastHook() {}

  /** Loads the shutdown sequence, so that it is known from now on whether it could be woven. */
  static void load() {
    try {
      Class.forName(SEQUENCE, false, null);
    } catch (ClassNotFoundException e) {
      // an ordinary hook it is
    }
  }

  /**
   * @param woven whether the shutdown sequence calls {@link Ending}
   */
  static void add(Runnable last, boolean woven) {
    if (woven) {
      Ending.behindHooks(last);
    } else {
      Runtime.getRuntime().addShutdownHook(new Thread(last, "jlockdep-end"));
    }
  }
}
