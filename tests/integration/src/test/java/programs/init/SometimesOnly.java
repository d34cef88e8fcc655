package programs.init;

import programs.Turns;

/** At the limit: one initialiser needs the other under a condition that does not hold. */
public final class SometimesOnly {
  private SometimesOnly() {}

  static final class Left {
    static int size = 1 + Right.size();
  }

  static final class Right {
    static int size = 1;

    static {
      if (Boolean.getBoolean("never.set")) {
        size += Left.size;
      }
    }

    static int size() {
      return size;
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(Left.size),
        () -> System.out.println(Right.size()));
  }
}
