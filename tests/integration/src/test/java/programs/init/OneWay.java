package programs.init;

import programs.Turns;

/** Legal: initialisers that need each other in one direction only, subclasses, recursion. */
public final class OneWay {
  private OneWay() {}

  static class Base {
    static int size = Leaf.size + 1;
  }

  static final class Sub extends Base {
    static int more = size + Leaf.size;
  }

  static final class Leaf {
    static int size = Integer.getInteger("none", 7);
  }

  /** Needs itself, through a method and its own constructor. */
  static final class Self {
    static final Self ONE = new Self();
    static int count = ONE.next();

    int next() {
      return count + ONE.hashCode() % 2;
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(Sub.more),
        () -> System.out.println(Base.size + Leaf.size),
        () -> System.out.println(Self.count));
  }
}
