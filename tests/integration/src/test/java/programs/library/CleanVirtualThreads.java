package programs.library;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import programs.Churn;
import programs.Turns;

/** Thousands of virtual threads that lock accounts in ascending order. */
public final class CleanVirtualThreads {
  private CleanVirtualThreads() {}

  static final class Account {
    final ReentrantLock lock = new ReentrantLock();
    int balance = 1000;
  }

  public static void main(String[] args) throws Exception {
    Account[] accounts = new Account[32];
    for (int i = 0; i < accounts.length; i++) {
      accounts[i] = new Account();
    }
    BlockingQueue<Integer> done = new ArrayBlockingQueue<>(64);
    Churn.run(2, (thread, round) -> {
      for (int i = 0; i < 50; i++) {
        int from = (round * 7 + i) % 31;
        Turns.startVirtual("transfer", () -> transfer(accounts[from], accounts[from + 1], done));
      }
      for (int i = 0; i < 50; i++) {
        done.take();
      }
    });
  }

  private static void transfer(Account low, Account high, BlockingQueue<Integer> done)
      throws InterruptedException {
    synchronized (low) {
      synchronized (high) {
        low.lock.lock();
        high.lock.lock();
        low.balance--;
        high.balance++;
        high.lock.unlock();
        low.lock.unlock();
      }
    }
    done.put(1);
  }
}
