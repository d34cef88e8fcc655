package orders;

import org.apache.log4j.Logger;

/** Logs itself, and is logged. */
public final class Order {
  private static final Logger LOG = Logger.getLogger(Order.class);
  private int shipped;

  public synchronized void ship() {
    shipped++;
    LOG.info("shipped");
  }

  @Override
  public synchronized String toString() {
    return "order " + shipped;
  }
}
