package programs.faults;

/**
 * What the broken methods of jlockdep call first; loaded by the bootstrap loader. Off until the
 * program says so, and then each thread meets a fault at every so many calls.
 */
public final class Fault {
  private static final OutOfMemoryError MEMORY = new OutOfMemoryError("injected");
  private static final StackOverflowError STACK = new StackOverflowError("injected");
  private static final IllegalStateException STATE = new IllegalStateException("injected");
  private static volatile String kind = "";
  private static volatile int every = 1;
  private static int calls;
  private static int thrown;

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
