package programs.forms;

import java.util.Vector;
import programs.Turns;

/** Vector.equals both ways: its iteration locks the other. */
public final class VectorEquals {
  private VectorEquals() {}

  public static void main(String[] args) throws Exception {
    Vector<String> x = new Vector<>();
    Vector<String> y = new Vector<>();
    x.add("same");
    y.add("same");
    Turns.inOrder(() -> compare(x, y), () -> compare(y, x));
  }

  static boolean compare(Vector<String> one, Vector<String> other) {
    return one.equals(other);
  }
}
