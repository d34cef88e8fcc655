package programs.library;

import java.io.ByteArrayOutputStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import programs.Turns;

/** java.util.logging: logs an object, and on another thread logs while holding that object. */
public final class LogUnderMonitor {
  private static final Logger LOG = Logger.getLogger("carts");

  private LogUnderMonitor() {}

  static final class Cart {
    private int items;

    synchronized void add() {
      items++;
      LOG.log(Level.INFO, "{0} items", items);
    }

    @Override
    public String toString() {
      synchronized (this) {
        return "cart of " + items;
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Handler handler = new StreamHandler(new ByteArrayOutputStream(), new SimpleFormatter());
    LOG.setUseParentHandlers(false);
    LOG.addHandler(handler);
    Cart cart = new Cart();
    Turns.inOrder(() -> LOG.log(Level.INFO, "see {0}", cart), cart::add);
  }
}
