package dev.jlockdep.hooks;

import dev.jlockdep.internal.check.Errors;

/**
 * Called by the JDK's own shutdown sequence behind the last shutdown hook: the program's hooks take
 * locks too, and may write reports of other agents.
 */
public final class Ending {
  private static volatile Runnable last;

  private Ending() {}

  /** What to do, once, when all shutdown hooks have run. */
  public static void behindHooks(Runnable end) {
    last = end;
  }

  /** Called by the woven {@code java.lang.Shutdown}. */
  public static void now() {
    Runnable end = last;
    last = null;
    if (end != null) {
      try {
        end.run();
      } catch (Throwable t) {
        Errors.record(t);
      }
    }
  }
}
