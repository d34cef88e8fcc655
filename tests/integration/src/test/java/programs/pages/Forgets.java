package programs.pages;

import java.util.concurrent.locks.ReentrantLock;

/** LEAK: an exception passes the unlock by, and the thread ends. */
public final class Forgets {
  private final ReentrantLock lock = new ReentrantLock();
  private int total;

  void add(String amount) {
    lock.lock();
    total += Integer.parseInt(amount);
    lock.unlock();
  }

  void addIfNumber(String amount) {
    try {
      add(amount);
    } catch (NumberFormatException skipped) {
      System.out.println("skipped " + amount);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Forgets ledger = new Forgets();
    Thread reader = new Thread(() -> ledger.addIfNumber("five"), "reader");
    reader.start();
    reader.join();
  }
}
