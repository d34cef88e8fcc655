package programs.faults;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/**
 * Makes one finding, then uses every kind of lock and makes another one while jlockdep is broken, then
 * checks that the
 * locks are as they should be. Arguments: the kind of fault and at every how many calls it comes.
 */
public final class Working {
  private static final Object A = new Object();
  private static final Object B = new Object();
  private static final Object C = new Object();
  private static final Object D = new Object();
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition CHANGED = LOCK.newCondition();
  private static final ReentrantReadWriteLock BOTH = new ReentrantReadWriteLock();
  private static final StampedLock STAMPED = new StampedLock();
  private static final Semaphore PERMIT = new Semaphore(1);
  private static final ConcurrentHashMap<Integer, Object> MAP = new ConcurrentHashMap<>();
  private static int work;

  private Working() {}

  public static void main(String[] args) throws Exception {
    inversion(A, B);
    work += 2;
    Fault.set(args[0], Integer.parseInt(args[1]));
    for (int i = 0; i < 20; i++) {
      Thread thread = new Thread(Working::all);
      // an interrupted thread must write its findings too
      thread.start();
      thread.interrupt();
      thread.join();
      all();
      inPool();
      Late.load();
      inversion(C, D);
    }
    int thrown = Fault.count();
    Fault.set("", 1);
    if (Thread.holdsLock(A) || Thread.holdsLock(B) || LOCK.isLocked() || BOTH.isWriteLocked()
        || BOTH.getReadLockCount() != 0 || STAMPED.isReadLocked() || STAMPED.isWriteLocked()
        || PERMIT.availablePermits() != 1) {
      throw new IllegalStateException("a lock is not as it should be");
    }
    System.out.println("worked " + work + (thrown > 0 ? " through faults" : ""));
  }

  private static void inversion(Object one, Object other) throws InterruptedException {
    Turns.inOrder(() -> nested(one, other), () -> nested(other, one));
  }

  private static void nested(Object outer, Object inner) {
    synchronized (outer) {
      synchronized (inner) {
        work += 0;
      }
    }
  }

  private static void inPool() throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    pool.execute(Working::all);
    pool.shutdown();
    if (!pool.awaitTermination(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the pool does not end");
    }
  }

  private static synchronized void all() {
    Object own = new Object();
    synchronized (own) {
      LOCK.lock();
      try {
        nested(new ReentrantLock());
        CHANGED.awaitNanos(1);
      } catch (InterruptedException interrupted) {
        work += 0;
      } finally {
        LOCK.unlock();
      }
    }
    BOTH.writeLock().lock();
    BOTH.readLock().lock();
    BOTH.writeLock().unlock();
    BOTH.readLock().unlock();
    long stamp = STAMPED.readLock();
    STAMPED.unlock(stamp);
    PERMIT.acquireUninterruptibly();
    PERMIT.release();
    MAP.compute(work & 15, (k, v) -> own);
    work++;
  }

  private static void nested(ReentrantLock inner) {
    inner.lock();
    try {
      synchronized (MAP) {
        work += 0;
      }
    } finally {
      inner.unlock();
    }
  }
}
