package programs.stats;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** Locks taken a known number of times, in each way; and one that is waited for. */
public final class Contention {
  private Contention() {}

  static final Object CONTENDED = new Object();
  static final Object WAITED_ON = new Object();
  static final ReentrantLock OFTEN = new ReentrantLock();
  static final ReentrantLock TAKEN_AGAIN = new ReentrantLock();
  static final ReentrantLock REFUSED = new ReentrantLock();
  static final ReentrantLock OUTER = new ReentrantLock();
  static final ReentrantLock INNER = new ReentrantLock();
  static final ReentrantLock WITH_CONDITION = new ReentrantLock();
  static final ReentrantReadWriteLock READ_AND_WRITTEN = new ReentrantReadWriteLock();
  static final StampedLock CONVERTED = new StampedLock();
  static final Semaphore PERMIT = new Semaphore(1);
  private static final long LONG_NANOS = 200_000_000;
  /** Guarded by {@link #WAITED_ON}. */
  private static boolean told;
  /** Guarded by {@link #WITH_CONDITION}. */
  private static boolean signalled;

  public static void main(String[] args) throws Exception {
    contended();
    waitedOn();
    withCondition();
    for (int i = 0; i < 100; i++) {
      OFTEN.lock();
      OFTEN.unlock();
    }
    TAKEN_AGAIN.lock();
    TAKEN_AGAIN.lock();
    TAKEN_AGAIN.unlock();
    TAKEN_AGAIN.unlock();
    refused();
    OUTER.lock();
    INNER.lock();
    OUTER.unlock();
    INNER.unlock();
    READ_AND_WRITTEN.readLock().lock();
    READ_AND_WRITTEN.readLock().unlock();
    READ_AND_WRITTEN.readLock().lock();
    READ_AND_WRITTEN.readLock().unlock();
    READ_AND_WRITTEN.writeLock().lock();
    READ_AND_WRITTEN.writeLock().unlock();
    CONVERTED.unlockRead(CONVERTED.tryConvertToReadLock(CONVERTED.writeLock()));
    PERMIT.acquire();
    PERMIT.release();
    for (int i = 0; i < 3; i++) {
      try {
        new Thrower().fails();
      } catch (IllegalStateException wanted) {
        // the monitor is let go of on this way too
      }
    }
  }

  private static void contended() throws InterruptedException {
    Thread other;
    synchronized (CONTENDED) {
      other = Turns.start("other", () -> {
        synchronized (CONTENDED) {
          CONTENDED.hashCode();
        }
      });
      Turns.untilStuck(other);
      pass();
    }
    other.join();
  }

  /** Lets time pass, since time is what is measured. */
  private static void pass() {
    long end = System.nanoTime() + LONG_NANOS;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void waitedOn() throws InterruptedException {
    Thread other = Turns.start("other", () -> {
      synchronized (WAITED_ON) {
        while (!told) {
          WAITED_ON.wait();
        }
      }
    });
    Turns.untilStuck(other);
    pass();
    synchronized (WAITED_ON) {
      told = true;
      WAITED_ON.notifyAll();
    }
    other.join();
  }

  private static void withCondition() throws InterruptedException {
    var condition = WITH_CONDITION.newCondition();
    Thread other = Turns.start("other", () -> {
      WITH_CONDITION.lock();
      while (!signalled) {
        condition.await();
      }
      WITH_CONDITION.unlock();
    });
    Turns.untilStuck(other);
    pass();
    WITH_CONDITION.lock();
    signalled = true;
    condition.signal();
    WITH_CONDITION.unlock();
    other.join();
  }

  private static void refused() throws InterruptedException {
    REFUSED.lock();
    Turns.start("other", () -> {
      if (REFUSED.tryLock()) {
        throw new IllegalStateException("it was free");
      }
    }).join();
    REFUSED.unlock();
  }

  /** Its monitor is taken by a method that ends with an exception. */
  static final class Thrower {
    synchronized void fails() {
      throw new IllegalStateException();
    }
  }
}
