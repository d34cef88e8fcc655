package programs.matrix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import programs.Turns;

/** Collections.synchronizedList addAll both ways. */
public final class SynchronizedListAddAll {
  private SynchronizedListAddAll() {}

  public static void main(String[] args) throws Exception {
    List<String> x = Collections.synchronizedList(new ArrayList<>(List.of("x")));
    List<String> y = Collections.synchronizedList(new ArrayList<>(List.of("y")));
    Turns.inOrder(() -> append(x, y), () -> append(y, x));
  }

  static void append(List<String> to, List<String> from) {
    to.addAll(from);
  }
}
