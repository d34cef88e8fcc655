package programs.matrix;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Transfer between two accounts, each with a lock of its own, both ways. */
public final class TransferReentrantLock {
  private TransferReentrantLock() {}

  static final class Account {
    final ReentrantLock lock = new ReentrantLock();
    int balance = 100;
  }

  public static void main(String[] args) throws Exception {
    Account x = new Account();
    Account y = new Account();
    Turns.inOrder(() -> transfer(x, y), () -> transfer(y, x));
  }

  static void transfer(Account from, Account to) {
    from.lock.lock(); // on the circle
    to.lock.lock(); // on the circle
    from.balance--;
    to.balance++;
    to.lock.unlock();
    from.lock.unlock();
  }
}
