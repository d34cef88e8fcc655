package programs.matrix;

import java.util.Hashtable;
import programs.Turns;

/** Hashtable.equals both ways: each locks itself, then asks the other. */
public final class HashtableEquals {
  private HashtableEquals() {}

  public static void main(String[] args) throws Exception {
    Hashtable<String, String> x = new Hashtable<>();
    Hashtable<String, String> y = new Hashtable<>();
    x.put("key", "value");
    y.put("key", "value");
    Turns.inOrder(() -> compare(x, y), () -> compare(y, x));
  }

  static boolean compare(Hashtable<String, String> one, Hashtable<String, String> other) {
    return one.equals(other);
  }
}
