package programs.forms;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A semaphore with two permits is no mutex. */
public final class TwoPermits {
  private TwoPermits() {}

  static final Semaphore PERMITS = new Semaphore(2);
  static final ReentrantLock LOCK = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(TwoPermits::forward, TwoPermits::backward);
  }

  static void forward() throws InterruptedException {
    PERMITS.acquire();
    LOCK.lock();
    LOCK.unlock();
    PERMITS.release();
  }

  static void backward() throws InterruptedException {
    LOCK.lock();
    PERMITS.acquire();
    PERMITS.release();
    LOCK.unlock();
  }
}
