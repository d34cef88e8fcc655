package programs.matrix;

import java.util.Vector;
import programs.Turns;

/** Vector.addAll both ways: it asks the argument before it locks itself. */
public final class VectorAddAll {
  private VectorAddAll() {}

  public static void main(String[] args) throws Exception {
    Vector<String> x = new Vector<>();
    Vector<String> y = new Vector<>();
    x.add("x");
    y.add("y");
    Turns.inOrder(() -> x.addAll(y), () -> y.addAll(x));
  }
}
