package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.tests.support.ThreadScript;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rows about waits. A wait that cannot end is given up at once, because the interrupt is already
 * pending; nothing hangs. What is waited for has a name of the row's own, as locks have.
 */
final class WaitRows {
  private WaitRows() {}

  static void condition(String prefix) {
    ReentrantLock a = Lockdep.name(new ReentrantLock(), prefix + ".A");
    ReentrantLock b = new ReentrantLock();
    Condition ready = Lockdep.name(b.newCondition(), prefix + ".B");
    ThreadScript.alone(prefix + " T1", () -> {
      a.lock();
      b.lock();
      giveUp(ready);
      b.unlock();
      a.unlock();
    });
    ThreadScript.alone(prefix + " T2", () -> {
      a.lock();
      b.lock();
      ready.signal();
      b.unlock();
      a.unlock();
    });
    LockdepControl.settle();
  }

  private static void giveUp(Condition condition) {
    Thread.currentThread().interrupt();
    try {
      condition.await();
      throw new IllegalStateException("was interrupted before");
    } catch (InterruptedException expected) {
      // the way out of a signal that cannot come
    }
  }

  static void monitor(String prefix) {
    Object a = Lockdep.name(new Object(), prefix + ".A");
    Object b = Lockdep.name(new Object(), prefix + ".B");
    ThreadScript.alone(prefix + " T1", () -> {
      synchronized (a) {
        synchronized (b) {
          giveUp(b);
        }
      }
    });
    ThreadScript.alone(prefix + " T2", () -> {
      synchronized (a) {
        synchronized (b) {
          b.notifyAll();
        }
      }
    });
    LockdepControl.settle();
  }

  private static void giveUp(Object monitor) {
    Thread.currentThread().interrupt();
    try {
      monitor.wait();
      throw new IllegalStateException("was interrupted before");
    } catch (InterruptedException expected) {
      // the way out of a notification that cannot come
    }
  }

  static void future(String prefix) {
    ReentrantLock a = Lockdep.name(new ReentrantLock(), prefix + ".A");
    CompletableFuture<String> f = Lockdep.name(new CompletableFuture<>(), prefix + ".f");
    ThreadScript.alone(prefix + " T2", () -> {
      a.lock();
      f.complete("done");
      a.unlock();
    });
    ThreadScript.alone(prefix + " T1", () -> {
      a.lock();
      f.get();
      a.unlock();
    });
  }

  static void pool(String prefix) throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(1, task -> new Thread(task, prefix + " T1"));
    Lockdep.name(pool, prefix + ".pool");
    pool.submit(() -> getGivenUp(pool)).get();
    pool.shutdown();
  }

  private static Void getGivenUp(ExecutorService pool) throws Exception {
    Future<Integer> inner = pool.submit(() -> 1);
    Thread.currentThread().interrupt();
    try {
      inner.get();
      throw new IllegalStateException("was interrupted before");
    } catch (InterruptedException expected) {
      return null;
    }
  }
}
