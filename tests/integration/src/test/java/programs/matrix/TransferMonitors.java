package programs.matrix;

import programs.Turns;

/** Transfer between two accounts of one type, both ways. */
public final class TransferMonitors {
  private TransferMonitors() {}

  static final class Account {
    int balance = 100;
  }

  public static void main(String[] args) throws Exception {
    Account x = new Account();
    Account y = new Account();
    Turns.inOrder(() -> transfer(x, y), () -> transfer(y, x));
  }

  static void transfer(Account from, Account to) {
    synchronized (from) { // on the circle
      synchronized (to) { // on the circle
        from.balance--;
        to.balance++;
      }
    }
  }
}
