package programs.forms;

import java.util.ArrayList;
import java.util.List;
import programs.Turns;

/** As {@link NamedAmongAlike}, always in the same order; some of the locks come again and again. */
public final class AlikeInOneOrder {
  private static final Object OUTER = new Object();
  private static int work;

  private AlikeInOneOrder() {}

  private static final class Node {}

  public static void main(String[] args) throws Exception {
    List<Node> known = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      known.add(new Node());
    }
    Turns.Part part =
        () -> {
          for (int i = 0; i < 20_000; i++) {
            nested(i % 3 == 0 ? new Node() : known.get(i % known.size()));
          }
        };
    Turns.inOrder(part, part);
  }

  private static void nested(Node node) {
    synchronized (OUTER) {
      synchronized (node) {
        synchronized (node) {
          work++;
        }
      }
    }
  }
}
