package dev.jlockdep.internal.check;

import dev.jlockdep.api.LockdepDeadlockError;

/**
 * Exceptions inside our own code: counted, the first few kept. They never reach the watched program;
 * a run with one is reported as not fully validated.
 */
public final class Errors {
  private static final int KEPT_MAX = 10;
  private static final Throwable[] KEPT = new Throwable[KEPT_MAX];
  private static volatile int count;
  private static volatile int overflows;

  private Errors() {}

  public static void record(Throwable t) {
    if (t instanceof StackOverflowError) {
      // the program is at the end of its stack: what it does there is not looked at
      overflows++;
      return;
    }
    int n = count;
    count = n + 1;
    if (n < KEPT_MAX) {
      KEPT[n] = t;
    }
  }

  /** At the edge of a hook: keeps the error, unless it is what the configuration wants thrown. */
  public static void caught(Throwable t) {
    if (t instanceof LockdepDeadlockError) {
      throw (LockdepDeadlockError) t;
    }
    record(t);
  }

  public static int count() {
    return count;
  }

  /** Requests that were not looked at for want of stack. */
  public static int overflows() {
    return overflows;
  }

  /** The first error, or null. */
  public static Throwable first() {
    return KEPT[0];
  }
}
