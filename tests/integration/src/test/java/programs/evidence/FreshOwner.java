package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Each thread has a fixture of its own: both locks are fields of one object. */
public final class FreshOwner {
  private FreshOwner() {}

  static final class Shop {
    final ReentrantLock stock = new ReentrantLock();
    final ReentrantLock till = new ReentrantLock();

    void sell() {
      stock.lock(); // on the circle
      till.lock(); // on the circle
      till.unlock();
      stock.unlock();
    }

    void takeBack() {
      till.lock(); // on the circle
      stock.lock(); // on the circle
      stock.unlock();
      till.unlock();
    }
  }

  public static void main(String[] args) throws Exception {
    Turns.inOrder(() -> new Shop().sell(), () -> new Shop().takeBack());
  }
}
