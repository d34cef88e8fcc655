package programs.faults;

import java.util.Arrays;

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
  /** The thread of {@link #once}, or null. */
  private static volatile Thread only;
  private static final int[] PLACES = new int[4096];
  private static int calls;
  private static int thrown;
  private static int asked;

  private Fault() {}

  /** @param what RuntimeException, OutOfMemoryError or StackOverflowError; empty: none */
  public static void set(String what, int at) {
    every = at;
    kind = what;
  }

  /** The calling thread, and no other, meets one fault at the call with this number; 0: none. */
  public static void once(String what, int at) {
    calls = 0;
    every = at;
    only = Thread.currentThread();
    kind = what;
  }

  /** No more faults; the places of the calls since {@link #once}, in turn. */
  public static int[] over() {
    kind = "";
    only = null;
    return Arrays.copyOf(PLACES, Math.min(calls, PLACES.length));
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

  /** Called at a place that may fail once; places are numbered. */
  public static void at(int place) {
    String what = kind;
    if (what.isEmpty() || only != Thread.currentThread()) {
      return;
    }
    if (calls < PLACES.length) {
      PLACES[calls] = place;
    }
    if (++calls == every) {
      fail(what);
    }
  }

  /** Called at the beginning of a method that is to fail. */
  public static void here() {
    String what = kind;
    if (!what.isEmpty() && ++calls % every == 0) {
      fail(what);
    }
  }

  private static void fail(String what) {
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
