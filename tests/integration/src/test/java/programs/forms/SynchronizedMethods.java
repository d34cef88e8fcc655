package programs.forms;

import programs.Turns;

/** Synchronized methods of two types that call each other. */
public final class SynchronizedMethods {
  private SynchronizedMethods() {}

  static final class Order {
    int changes;

    synchronized void ship(Stock stock) {
      stock.take();
      changes++;
    }

    synchronized void cancel() {
      changes++;
    }
  }

  static final class Stock {
    int changes;

    synchronized void take() {
      changes++;
    }

    synchronized void recount(Order order) {
      order.cancel();
      changes++;
    }
  }

  public static void main(String[] args) throws Exception {
    Order order = new Order();
    Stock stock = new Stock();
    Turns.inOrder(() -> order.ship(stock), () -> stock.recount(order));
  }
}
