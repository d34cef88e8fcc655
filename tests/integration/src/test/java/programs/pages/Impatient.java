package programs.pages;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** STALL: the opposite order has a time limit. */
public final class Impatient {
  private final ReentrantLock ledger = new ReentrantLock();
  private final ReentrantLock audit = new ReentrantLock();

  void book() {
    ledger.lock();
    try {
      audit.lock();
      audit.unlock();
    } finally {
      ledger.unlock();
    }
  }

  void report() throws InterruptedException {
    audit.lock();
    try {
      if (ledger.tryLock(2, TimeUnit.SECONDS)) {
        ledger.unlock();
      }
    } finally {
      audit.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Impatient impatient = new Impatient();
    Thread teller = new Thread(impatient::book, "teller");
    teller.start();
    teller.join();
    impatient.report();
  }
}
