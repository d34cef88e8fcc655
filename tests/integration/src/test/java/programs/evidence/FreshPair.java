package programs.evidence;

import programs.Turns;

/** Each thread has a fixture of its own: two objects that know each other. */
public final class FreshPair {
  private FreshPair() {}

  static final class Order {
    final Invoice invoice = new Invoice(this);
    int changes;

    synchronized void ship() {
      invoice.mark();
      changes++;
    }

    synchronized void touch() {
      changes++;
    }
  }

  static final class Invoice {
    final Order order;
    int changes;

    Invoice(Order order) {
      this.order = order;
    }

    synchronized void mark() {
      changes++;
    }

    synchronized void pay() {
      order.touch();
      changes++;
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> new Order().ship(), () -> new Order().invoice.pay());
  }
}
