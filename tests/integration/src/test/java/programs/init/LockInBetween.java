package programs.init;

import programs.Turns;

/**
 * A lock and two initialisers in one circle: the registry's lock is held while Plugin is initialised,
 * Plugin needs Defaults, and the initialiser of Defaults takes the lock.
 */
public final class LockInBetween {
  private static final Object REGISTRY = new Object();
  private static int entries;

  private LockInBetween() {}

  static void register() {
    synchronized (REGISTRY) { // on the circle
      entries++;
    }
  }

  static final class Defaults {
    static int count = 1;

    static {
      register();
    }
  }

  static final class Plugin {
    static int count = Defaults.count + 1; // on the circle
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(Defaults.count),
        () -> {
          synchronized (REGISTRY) {
            System.out.println(Plugin.count);
          }
        });
  }
}
