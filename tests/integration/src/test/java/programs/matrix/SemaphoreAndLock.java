package programs.matrix;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** A semaphore used as a mutex against a reentrant lock. */
public final class SemaphoreAndLock {
  private SemaphoreAndLock() {}

  static final Semaphore MUTEX = new Semaphore(1);
  static final ReentrantLock LOCK = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    Turns.inOrder(SemaphoreAndLock::forward, SemaphoreAndLock::backward);
  }

  static void forward() throws InterruptedException {
    MUTEX.acquire(); // on the circle
    LOCK.lock(); // on the circle
    LOCK.unlock();
    MUTEX.release();
  }

  static void backward() throws InterruptedException {
    LOCK.lock(); // on the circle
    MUTEX.acquire(); // on the circle
    MUTEX.release();
    LOCK.unlock();
  }
}
