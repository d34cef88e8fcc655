package programs.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * More virtual threads alive at once than have slots of their own, each with a lock held; all of them
 * then take one more, which a last thread holds while it asks for one of theirs.
 */
public final class ManyAlive {
  private static final int THREADS = 20_000;
  private static final Object SHARED = new Object();
  private static int work;

  private ManyAlive() {}

  private static final class Account {
    private final ReentrantLock lock = new ReentrantLock();
  }

  public static void main(String[] args) throws Exception {
    AtomicInteger up = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    Account last = null;
    for (int i = 0; i < THREADS; i++) {
      Account account = new Account();
      last = account;
      threads.add(Turns.startVirtual("account " + i, () -> pay(account, up)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Account one = last;
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

  private static void pay(Account account, AtomicInteger up) {
    account.lock.lock();
    try {
      up.incrementAndGet();
      while (up.get() < THREADS) {
        Thread.yield();
      }
      synchronized (SHARED) {
        work++;
      }
    } finally {
      account.lock.unlock();
    }
  }
}
