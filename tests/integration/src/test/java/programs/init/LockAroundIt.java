package programs.init;

import java.util.HashMap;
import java.util.Map;
import programs.Turns;

/**
 * GROOVY-4736: a table's lock is held while a class is initialised that puts itself into the table.
 * A thread that begins with the class waits for the lock, one that begins with the table for the class.
 */
public final class LockAroundIt {
  private static final Map<String, Integer> TABLE = new HashMap<>();

  private LockAroundIt() {}

  static void put(String name, int size) {
    synchronized (TABLE) { // on the circle
      TABLE.put(name, size);
    }
  }

  static final class Meta {
    static int size = 3;

    static {
      put("meta", size);
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> {
          synchronized (TABLE) { // on the circle
            System.out.println(Meta.size); // on the circle
          }
        },
        () -> System.out.println(Meta.size));
  }
}
