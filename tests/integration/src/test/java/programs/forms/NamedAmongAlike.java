package programs.forms;

import dev.jlockdep.Lockdep;
import programs.Turns;

/**
 * Thousands of locks of one type, each taken once at one place inside another lock; then one more
 * that has a name of its own, and that another thread takes in the other order.
 */
public final class NamedAmongAlike {
  private static final Object OUTER = new Object();
  private static int work;

  private NamedAmongAlike() {}

  private static final class Node {}

  public static void main(String[] args) throws Exception {
    Node special = new Node();
    Turns.inOrder(
        () -> {
          for (int i = 0; i < 20_000; i++) {
            nested(new Node());
          }
          nested(Lockdep.name(special, "special"));
        },
        () -> {
          synchronized (special) {
            synchronized (OUTER) {
              work++;
            }
          }
        });
  }

  private static void nested(Node node) {
    synchronized (OUTER) {
      synchronized (node) {
        work++;
      }
    }
  }
}
