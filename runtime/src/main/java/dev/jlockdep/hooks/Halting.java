package dev.jlockdep.hooks;

import dev.jlockdep.internal.check.Errors;

/** Called by {@code Runtime.halt}, which runs no shutdown hooks: the agent's last chance to look. */
public final class Halting {
  private static volatile Runnable lastLook;

  private Halting() {}

  /** What to do, once, before the JVM halts. It must return soon whatever state the JVM is in. */
  public static void before(Runnable look) {
    lastLook = look;
  }

  /** Called by the woven {@code Runtime.halt}. */
  public static void now() {
    Runnable look = lastLook;
    lastLook = null;
    if (look != null) {
      try {
        look.run();
      } catch (Throwable t) {
        Errors.record(t);
      }
    }
  }
}
