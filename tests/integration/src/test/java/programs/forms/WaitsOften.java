package programs.forms;

import programs.Turns;

/**
 * One task goes through both orders of a pair thousands of times, the second one where its wait takes
 * the outer monitor again; then once with the pair that another task has locked.
 */
public final class WaitsOften {
  private static final int OFTEN = 4_000;

  private WaitsOften() {}

  static final class Outer {}

  static final class Inner {}

  public static void main(String[] args) throws Exception {
    Outer outer = new Outer();
    Inner inner = new Inner();
    inTurns(outer, inner, outer, inner);
  }

  /** The last wait of many is on a pair of its own choice. */
  static void inTurns(Outer outer, Inner inner, Outer lastOuter, Inner lastInner) throws Exception {
    Turns.inOrder(
        () -> nested(outer, inner),
        () -> {
          waits(OFTEN, new Outer(), new Inner());
          waits(1, lastOuter, lastInner);
        });
  }

  static void nested(Outer outer, Inner inner) {
    synchronized (outer) { // on the circle
      synchronized (inner) { // on the circle
        inner.hashCode();
      }
    }
  }

  static void waits(int times, Outer outer, Inner inner) {
    for (int i = 0; i < times; i++) {
      synchronized (outer) {
        synchronized (inner) { // on the circle
          Thread.currentThread().interrupt();
          try {
            outer.wait(); // on the circle
          } catch (InterruptedException expected) {
            // the shortest wait there is
          }
        }
      }
    }
  }
}
