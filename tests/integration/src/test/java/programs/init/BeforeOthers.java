package programs.init;

import programs.Turns;

/** At the limit: two initialisers need each other, but main runs both before any other thread. */
public final class BeforeOthers {
  private BeforeOthers() {}

  static final class Left {
    static int size = 1 + Right.size();
  }

  static final class Right {
    static int size = 1 + Left.size;

    static int size() {
      return size;
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println(Left.size);
    Turns.inOrder(() -> System.out.println(Right.size()));
  }
}
