package programs.init;

import programs.Turns;

/** Legal: of two classes that need each other, one can be reached through the other only. */
public final class OnlyThroughTheOther {
  private OnlyThroughTheOther() {}

  /** The constants with bodies are subtypes, made by the initialiser of the enum. */
  enum Operation {
    PLUS {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    },
    TIMES {
      @Override
      int apply(int a, int b) {
        return a * b;
      }
    };

    abstract int apply(int a, int b);
  }

  /** Its default is private. */
  abstract static class Shape {
    static final Shape UNIT = new Square(1);

    abstract int area();

    static Shape square(int side) {
      return new Square(side);
    }

    private static final class Square extends Shape {
      final int side;

      Square(int side) {
        this.side = side;
      }

      @Override
      int area() {
        return side * side;
      }
    }
  }

  /** Initialisation on demand: the holder makes the only instance of its host. */
  static final class Service {
    static int made = Operation.PLUS.apply(0, 0);
    final int number = ++made;

    private static final class Holder {
      static final Service ONE = new Service();
    }

    static Service instance() {
      return Holder.ONE;
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(Operation.PLUS.apply(1, 2)),
        () -> System.out.println(Operation.TIMES.apply(1, 2)),
        () -> System.out.println(Shape.UNIT.area() + Shape.square(3).area()),
        () -> System.out.println(Service.instance().number));
  }
}
