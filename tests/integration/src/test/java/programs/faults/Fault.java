package programs.faults;

/**
 * What the broken methods of jlockdep call first; loaded by the bootstrap loader. Off until the
 * program says so, and then each thread meets a fault at every so many calls.
 */
public final class Fault {
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
    if (what.equals("OutOfMemoryError")) {
      throw new OutOfMemoryError("injected");
    }
    if (what.equals("StackOverflowError")) {
      throw new StackOverflowError("injected");
    }
    throw new IllegalStateException("injected");
  }
}
