package programs.init;

import programs.Turns;

/**
 * Circles of initialisers that hang together, all run by main before any other thread: one of them
 * says enough. One more, apart from them, is told of by itself.
 */
public final class ManyCircles {
  private ManyCircles() {}

  static final class First {
    static int size = 1 + Second.size + Third.size();
  }

  static final class Second {
    static int size = 1 + First.size + Third.size();
  }

  static final class Third {
    static int size = 1 + First.size + Second.size + Fourth.size();

    static int size() {
      return size;
    }
  }

  static final class Fourth {
    static int size = 1 + Third.size;

    static int size() {
      return size;
    }
  }

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
    System.out.println(First.size + Left.size);
    Turns.inOrder(() -> System.out.println(Fourth.size() + Third.size() + Right.size()));
  }
}
