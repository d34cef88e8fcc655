package programs.transparent;

import java.util.List;
import programs.Turns;

/**
 * After an inversion, for which jlockdep has read private fields and looked at threads: packages of
 * the JDK are as closed to the program as they always are.
 */
public final class ClosedPackages {
  private final Object left = new Object();
  private final Object right = new Object();
  private ClosedPackages other;
  private int used;

  private ClosedPackages() {}

  private void oneWay() {
    synchronized (left) {
      synchronized (other.right) {
        used++;
      }
    }
  }

  private void theOther() {
    synchronized (right) {
      synchronized (other.left) {
        used++;
      }
    }
  }

  public static void main(String[] args) throws Exception {
    ClosedPackages one = new ClosedPackages();
    ClosedPackages two = new ClosedPackages();
    one.other = two;
    two.other = one;
    // of different owners, so that it matters whether these refer to each other
    Turns.inOrder(one::oneWay, one::theOther);
    Module base = Object.class.getModule();
    Module own = ClosedPackages.class.getModule();
    for (String name : List.of(
        "java.lang", "java.util", "java.util.concurrent", "java.util.concurrent.locks",
        "jdk.internal.misc", "jdk.internal.vm")) {
      System.out.println(
          name + " exported " + base.isExported(name, own) + " open " + base.isOpen(name, own));
    }
  }
}
