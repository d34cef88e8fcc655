package shop;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Ends the test JVM as {@code -Dend} says. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndingTest {
  private static final Shop SHOP = new Shop();
  private static final ReentrantLock DOOR = new ReentrantLock();
  private static final ReentrantLock SHUTTER = new ReentrantLock();

  @Test
  @Order(1)
  void sells() {
    SHOP.sell();
  }

  @Test
  @Order(2)
  void takesBackAndEnds() throws Exception {
    switch (System.getProperty("end")) {
      case "exit":
        SHOP.takeBack();
        System.exit(0);
        break;
      case "halt":
        SHOP.takeBack();
        Runtime.getRuntime().halt(0);
        break;
      case "hang":
        hang();
        break;
      default:
    }
  }

  @Test
  @Order(3)
  @EnabledIfSystemProperty(named = "end", matches = "late")
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void comesToItsTimeLimit() throws Exception {
    hang();
  }

  @Test
  @Order(4)
  void comesAfterThem() {}

  private static void hang() throws Exception {
    CyclicBarrier bothHold = new CyclicBarrier(2);
    Thread closing = new Thread(() -> take(DOOR, SHUTTER, bothHold), "closing");
    closing.setDaemon(true);
    closing.start();
    take(SHUTTER, DOOR, bothHold);
  }

  private static void take(ReentrantLock first, ReentrantLock second, CyclicBarrier bothHold) {
    first.lock();
    try {
      bothHold.await();
      second.lock();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
