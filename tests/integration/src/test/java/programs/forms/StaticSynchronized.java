package programs.forms;

import programs.Turns;

/** Static synchronized methods of two types, both ways. */
public final class StaticSynchronized {
  private StaticSynchronized() {}

  static final class Left {
    static synchronized void enter() {
      Right.touch();
    }

    static synchronized void touch() {
      Left.class.hashCode();
    }
  }

  static final class Right {
    static synchronized void enter() {
      Left.touch();
    }

    static synchronized void touch() {
      Right.class.hashCode();
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(Left::enter, Right::enter);
  }
}
