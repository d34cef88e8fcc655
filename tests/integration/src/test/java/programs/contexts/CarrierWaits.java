package programs.contexts;

import java.util.concurrent.CountDownLatch;
import programs.Turns;

/** A virtual thread waits in a class initialiser, which it cannot leave its carrier in. */
public final class CarrierWaits {
  private static final CountDownLatch READY = new CountDownLatch(1);

  private CarrierWaits() {}

  public static void main(String[] args) throws Exception {
    Thread first = Turns.startVirtual("first", () -> System.out.println(Settings.VALUE));
    Turns.untilParkedIn(first, CountDownLatch.class);
    READY.countDown();
    first.join();
  }

  private static final class Settings {
    static final String VALUE = read();

    private static String read() {
      try {
        READY.await(); // on the circle
        return "read";
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
