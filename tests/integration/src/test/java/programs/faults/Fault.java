package programs.faults;

/**
 * What the broken methods of jlockdep call first; loaded by the bootstrap loader. Off until the
 * program says so, and then each thread meets a fault at every so many calls.
 */
public final class Fault {
  private static final OutOfMemoryError MEMORY = new OutOfMemoryError("injected");
  private static final StackOverflowError STACK = new StackOverflowError("injected");
  private static final IllegalStateException STATE = new IllegalStateException("injected");
  private static final long DAY = 86_400_000;
  private static volatile String kind = "";
  private static volatile int every = 1;
  private static int calls;
  private static int thrown;
  private static int asked;

  private Fault() {}

  /** @param what RuntimeException, OutOfMemoryError or StackOverflowError; empty: none */
  public static void set(String what, int at) {
    every = at;
    kind = what;
  }

  /** How many were thrown so far. */
  public static int count() {
    return thrown;
  }

  /** What jlockdep takes for the time of day: a clock that is set back and forth. */
  public static long currentTimeMillis() {
    long now = System.currentTimeMillis();
    return ++asked % 2 == 0 ? now - DAY : now + DAY;
  }

  /** Called at the beginning of a method that is to fail. */
  public static void here() {
    String what = kind;
    if (what.isEmpty() || ++calls % every != 0) {
      return;
    }
    thrown++;
    // made beforehand, as the JVM makes them: a constructor here would call hooks again
    if (what.equals("OutOfMemoryError")) {
      throw MEMORY;
    }
    if (what.equals("StackOverflowError")) {
      throw STACK;
    }
    throw STATE;
  }
}
