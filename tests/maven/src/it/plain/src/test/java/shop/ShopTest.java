package shop;

import java.util.concurrent.CountDownLatch;

/** A test of Surefire's own: no test library at all. */
public class ShopTest {
  public void testBothOrders() throws InterruptedException {
    Shop shop = new Shop();
    CountDownLatch sold = new CountDownLatch(1);
    Thread customer = new Thread(() -> {
      shop.sell();
      sold.countDown();
    });
    Thread returning = new Thread(() -> {
      await(sold);
      shop.takeBack();
    });
    customer.start();
    returning.start();
    customer.join();
    returning.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
