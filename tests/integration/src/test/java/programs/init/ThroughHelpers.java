package programs.init;

import programs.Turns;

/**
 * Three classes in a circle; what each needs stands in a method or constructor it calls. The thread
 * that initialises Format is in Config too when it asks for Log, so the circle is of two.
 */
public final class ThroughHelpers {
  private ThroughHelpers() {}

  static final class Config {
    static final Config CURRENT = new Config();
    final int level;

    private Config() {
      level = Log.level();
    }
  }

  static final class Log {
    private static final int LEVEL = read();

    private static int read() {
      return Format.width(); // on the circle
    }

    static int level() {
      return LEVEL;
    }
  }

  static final class Format {
    private static int width;

    static {
      set();
    }

    private static void set() {
      width = Config.CURRENT == null ? 80 : 120;
    }

    static int width() {
      return width;
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(Format.width()),
        () -> System.out.println(Log.level()),
        () -> System.out.println(Config.CURRENT));
  }
}
