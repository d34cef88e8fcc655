package programs.forms;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import programs.Turns;

/** Equals of two synchronized maps, both ways. */
public final class SynchronizedMapEquals {
  private SynchronizedMapEquals() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> x = Collections.synchronizedMap(new HashMap<>());
    Map<String, String> y = Collections.synchronizedMap(new HashMap<>());
    x.put("key", "value");
    y.put("key", "value");
    Turns.inOrder(() -> compare(x, y), () -> compare(y, x));
  }

  static boolean compare(Map<String, String> one, Map<String, String> other) {
    return one.equals(other);
  }
}
