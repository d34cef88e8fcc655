package programs.pages;

/** CYCLE: two locks in both orders, one thread after the other. */
public final class Transfers {
  private final Object ledger = new Object();
  private final Object audit = new Object();
  private int total;

  void book() {
    synchronized (ledger) {
      synchronized (audit) {
        total++;
      }
    }
  }

  void report() {
    synchronized (audit) {
      synchronized (ledger) {
        total++;
      }
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Transfers transfers = new Transfers();
    Thread teller = new Thread(transfers::book, "teller");
    teller.start();
    teller.join();
    Thread auditor = new Thread(transfers::report, "auditor");
    auditor.start();
    auditor.join();
  }
}
