package programs.init;

import java.util.HashMap;
import java.util.Map;
import programs.Turns;

/** The repaired form: the class is there before the lock of the table is taken. */
public final class LockApartFromIt {
  private static final Map<String, Integer> TABLE = new HashMap<>();

  private LockApartFromIt() {}

  static void put(String name, int size) {
    synchronized (TABLE) {
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
          int size = Meta.size;
          synchronized (TABLE) {
            System.out.println(TABLE.size() + size);
          }
        },
        () -> System.out.println(Meta.size));
  }
}
