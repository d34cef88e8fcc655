package programs.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * Many virtual threads alive at once, more than the table of states has slots, each with a lock held;
 * all of them then take one more, which a last thread holds while it asks for one of theirs.
 */
public final class ManyAlive {
  private static final int THREADS = 20_000;
  private static final Object SHARED = new Object();
  private static int work;
  /** Threads that may go on. */
  private static volatile int go;

  private ManyAlive() {}

  private static final class Account {
    private final ReentrantLock lock = new ReentrantLock();
  }

  public static void main(String[] args) throws Exception {
    AtomicInteger up = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    List<Account> accounts = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Account account = new Account();
      int number = i;
      accounts.add(account);
      threads.add(Turns.startVirtual("account " + i, () -> pay(number, account, up)));
    }
    while (up.get() < THREADS) {
      Thread.yield();
    }
    // of many that are alike only the first ones are looked at
    go = 1;
    LockSupport.unpark(threads.get(0));
    threads.get(0).join();
    go = THREADS;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Account one = accounts.get(0);
    Turns.startVirtual(
        "last",
        () -> {
          synchronized (SHARED) {
            one.lock.lock();
            one.lock.unlock();
          }
        }).join();
    System.out.println(work);
  }

  private static void pay(int number, Account account, AtomicInteger up) {
    account.lock.lock();
    try {
      up.incrementAndGet();
      while (number >= go) {
        LockSupport.park();
      }
      synchronized (SHARED) {
        work++;
      }
    } finally {
      account.lock.unlock();
    }
  }
}
