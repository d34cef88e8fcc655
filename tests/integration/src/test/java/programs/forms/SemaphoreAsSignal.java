package programs.forms;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A semaphore that one thread acquires and another releases is no mutex. */
public final class SemaphoreAsSignal {
  private SemaphoreAsSignal() {}

  static final Semaphore SIGNAL = new Semaphore(0);
  static final ReentrantLock LOCK = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 2; i++) {
      Turns.inOrder(SemaphoreAsSignal::send, SemaphoreAsSignal::receive);
    }
  }

  static void send() {
    LOCK.lock();
    SIGNAL.release();
    LOCK.unlock();
  }

  static void receive() throws InterruptedException {
    SIGNAL.acquire();
    LOCK.lock();
    LOCK.unlock();
  }
}
