package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Two lock fields in both orders, never of the same two objects. */
public final class ClassInversionLocks {
  private ClassInversionLocks() {}

  static final class Order {
    final ReentrantLock orderLock = new ReentrantLock();
  }

  static final class Invoice {
    final ReentrantLock invoiceLock = new ReentrantLock();
  }

  public static void main(String[] args) throws Exception {
    Order order1 = new Order();
    Order order2 = new Order();
    Invoice invoice1 = new Invoice();
    Invoice invoice2 = new Invoice();
    Turns.inOrder(
        () -> nested(order1.orderLock, invoice1.invoiceLock),
        () -> nested(invoice2.invoiceLock, order2.orderLock));
  }

  static void nested(ReentrantLock outer, ReentrantLock inner) {
    outer.lock();
    inner.lock();
    inner.unlock();
    outer.unlock();
  }
}
