package dev.jlockdep.internal.check;

/**
 * Exceptions inside our own code: counted, the first few kept. They never reach the watched program;
 * a run with one is reported as not fully validated.
 */
public final class Errors {
  private static final int KEPT_MAX = 10;
  private static final Throwable[] KEPT = new Throwable[KEPT_MAX];
  private static volatile int count;

  private Errors() {}

  public static void record(Throwable t) {
    int n = count;
    count = n + 1;
    if (n < KEPT_MAX) {
      KEPT[n] = t;
    }
  }

  public static int count() {
    return count;
  }

  /** The first error, or null. */
  public static Throwable first() {
    return KEPT[0];
  }
}
