package programs.forms;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Released in the order they were taken. */
public final class ReleaseOutOfOrder {
  private ReleaseOutOfOrder() {}

  static final ReentrantLock A = new ReentrantLock();
  static final ReentrantLock B = new ReentrantLock();
  static final ReentrantLock C = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(ReleaseOutOfOrder::chain, ReleaseOutOfOrder::lastThenFirst);
  }

  static void chain() {
    A.lock();
    B.lock();
    A.unlock();
    C.lock();
    B.unlock();
    C.unlock();
  }

  static void lastThenFirst() {
    A.lock();
    C.lock();
    A.unlock();
    C.unlock();
  }
}
