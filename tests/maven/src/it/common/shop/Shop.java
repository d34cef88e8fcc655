package shop;

import java.util.concurrent.locks.ReentrantLock;

/** A stock and a till, each with a lock; knows nothing of jlockdep. */
public final class Shop {
  private final ReentrantLock stock = new ReentrantLock();
  private final ReentrantLock till = new ReentrantLock();

  public void sell() {
    stock.lock();
    till.lock();
    till.unlock();
    stock.unlock();
  }

  public void takeBack() {
    till.lock();
    stock.lock();
    stock.unlock();
    till.unlock();
  }
}
