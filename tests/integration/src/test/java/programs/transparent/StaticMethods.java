package programs.transparent;

/**
 * Static synchronized methods with all that a stack map can hold, called until they are compiled. The
 * JVM compiles no method whose monitors it cannot pair.
 */
public final class StaticMethods {
  private static final int CALLS = 20_000;
  private static int used;

  private StaticMethods() {}

  public static void main(String[] args) {
    for (int i = 0; i < CALLS; i++) {
      plain();
      loops(i % 7, i, 0.5);
      catches(i, i % 3 == 0 ? null : args);
      switches(i % 3, args);
      makes(i % 2 == 0);
    }
    System.out.println("held " + Thread.holdsLock(StaticMethods.class) + ", used " + used);
  }

  private static synchronized void plain() {
    used++;
  }

  private static synchronized int loops(int n, long many, double half) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      if (i % 2 == 0) {
        long product = many * i;
        sum += (int) product;
      } else {
        String text = "text " + half;
        sum += text.length();
      }
    }
    return sum;
  }

  private static synchronized long catches(long value, Object object) {
    try {
      if (object == null) {
        throw new IllegalStateException();
      }
      return value;
    } catch (IllegalStateException expected) {
      used++;
      return -1;
    } finally {
      used++;
    }
  }

  private static synchronized Object switches(int kind, String[] texts) {
    switch (kind) {
      case 0:
        return texts;
      case 1:
        int[] numbers = new int[kind];
        return numbers;
      default:
        synchronized (texts) {
          return texts.length > 0 ? texts[0] : "none";
        }
    }
  }

  private static synchronized String makes(boolean one) {
    return new StringBuilder(one ? "one" : "other").append(one ? 1L : 2.0).toString();
  }
}
