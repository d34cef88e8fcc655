package programs.matrix;

import programs.Turns;

/** Two classes of monitors in both orders, never the same two instances. */
public final class ClassInversionMonitors {
  private ClassInversionMonitors() {}

  static final class Order {}

  static final class Invoice {}

  public static void main(String[] args) throws Exception {
    Order order1 = new Order();
    Order order2 = new Order();
    Invoice invoice1 = new Invoice();
    Invoice invoice2 = new Invoice();
    Turns.inOrder(() -> nested(order1, invoice1), () -> nested(invoice2, order2));
  }

  static void nested(Object outer, Object inner) {
    synchronized (outer) {
      synchronized (inner) {
        inner.hashCode();
      }
    }
  }
}
