package programs.contexts;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import programs.Turns;

/**
 * Virtual threads that leave their carrier while they wait (with a monitor in hand, from JDK 24 on),
 * or that wait in an initialiser for what is there, or not for ever.
 */
public final class CarrierIsLeft {
  private static final CountDownLatch READY = new CountDownLatch(1);

  private CarrierIsLeft() {}

  public static void main(String[] args) throws Exception {
    Thread holds = Turns.startVirtual("holds", CarrierIsLeft::waitWithMonitor);
    Turns.untilParkedIn(holds, CountDownLatch.class);
    READY.countDown();
    holds.join();
    Turns.startVirtual("reads", () -> System.out.println(Settings.VALUE)).join();
    // an initialiser on a thread of the platform has a carrier for itself
    CountDownLatch given = new CountDownLatch(1);
    Other.given = given;
    Thread platform = Turns.start("platform", () -> System.out.println(OfPlatform.VALUE));
    Turns.untilParkedIn(platform, CountDownLatch.class);
    given.countDown();
    platform.join();
  }

  private static void waitWithMonitor() throws InterruptedException {
    Object monitor = new Object();
    synchronized (monitor) {
      READY.await();
    }
  }

  private static final class Settings {
    static final String VALUE = read();

    private static String read() {
      try {
        READY.await();
        return "there " + new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Other {
    static CountDownLatch given;
  }

  private static final class OfPlatform {
    static final String VALUE = read();

    private static String read() {
      try {
        Other.given.await();
        return "given";
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
