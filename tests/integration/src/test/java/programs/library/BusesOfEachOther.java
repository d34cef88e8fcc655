package programs.library;

import com.google.common.eventbus.EventBus;
import com.google.common.eventbus.Subscribe;
import programs.Turns;

/** Guava: subscribers of two event buses, each of which posts to the other bus. */
public final class BusesOfEachOther {
  private static final EventBus ORDERS = new EventBus("orders");
  private static final EventBus STOCK = new EventBus("stock");

  private BusesOfEachOther() {}

  /** Listens to orders. */
  public static final class OnOrder {
    @Subscribe
    public void on(String order) {
      if (order.equals("new")) {
        STOCK.post(-1);
      }
    }
  }

  /** Listens to changes of the stock. */
  public static final class OnStock {
    @Subscribe
    public void on(Integer change) {
      if (change > 0) {
        ORDERS.post("ready");
      }
    }
  }

  public static void main(String[] args) throws Exception {
    ORDERS.register(new OnOrder());
    STOCK.register(new OnStock());
    Turns.inOrder(() -> ORDERS.post("new"), () -> STOCK.post(1));
  }
}
