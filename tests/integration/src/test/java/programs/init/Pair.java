package programs.init;

import programs.Turns;

/** Two classes whose initialisers need each other; each is used first by a thread of its own. */
public final class Pair {
  private Pair() {}

  static final class Left {
    static int size = 1;

    static {
      size += Right.size; // on the circle
    }
  }

  static final class Right {
    static int size = 1;

    static {
      size += Left.size; // on the circle
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(Left.size),
        () -> System.out.println(Right.size));
  }
}
