package programs.evidence;

import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Transfers in ascending order a thousand times, and once the other way. */
public final class OneInversionAmongMany {
  private OneInversionAmongMany() {}

  static final class Account {
    final ReentrantLock lock = new ReentrantLock();
    int balance;
  }

  public static void main(String[] args) throws Exception {
    Account[] accounts = new Account[20];
    for (int i = 0; i < accounts.length; i++) {
      accounts[i] = new Account();
    }
    Turns.inOrder(() -> ascending(accounts), () -> transfer(accounts[13], accounts[4]));
  }

  static void ascending(Account[] accounts) {
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < accounts.length; i++) {
        for (int j = i + 1; j < accounts.length; j++) {
          transfer(accounts[i], accounts[j]);
        }
      }
    }
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
