package programs.pages;

/** RECURSION: two instances of one lock class, nested in both orders. */
public final class Accounts {
  private long balance = 100;

  void transferTo(Accounts other, long amount) {
    synchronized (this) {
      synchronized (other) {
        balance -= amount;
        other.balance += amount;
      }
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Accounts savings = new Accounts();
    Accounts current = new Accounts();
    Thread payday = new Thread(() -> current.transferTo(savings, 10), "payday");
    payday.start();
    payday.join();
    Thread rent = new Thread(() -> savings.transferTo(current, 10), "rent");
    rent.start();
    rent.join();
  }
}
