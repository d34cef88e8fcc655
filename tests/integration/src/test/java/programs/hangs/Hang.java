package programs.hangs;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import programs.Turns;

/** Really hangs, in the way its argument names, and says "stuck" once nothing moves any more. */
public final class Hang {
  private static final CyclicBarrier MEETING = new CyclicBarrier(2);

  private Hang() {}

  public static void main(String[] args) throws Exception {
    Thread[] stuck = start(args[0]);
    for (Thread thread : stuck) {
      Turns.untilStuck(thread);
    }
    System.out.println("stuck");
    for (Thread thread : stuck) {
      thread.join();
    }
  }

  private static Thread[] start(String hang) throws Exception {
    switch (hang) {
      case "monitors":
        return monitors();
      case "locks":
        return locks();
      case "monitorAndLock":
        return monitorAndLock();
      case "upgrade":
        return upgrade();
      case "readersAndWriters":
        return readersAndWriters();
      case "readThenWrite":
        return readThenWrite();
      case "stampedTwice":
        return stampedTwice();
      case "semaphores":
        return semaphores();
      case "poolOfOne":
        return poolOfOne();
      case "latchUnderMonitor":
        return latchUnderMonitor();
      case "joinUnderMonitor":
        return joinUnderMonitor();
      case "initialisers":
        return initialisers();
      default:
        throw new IllegalArgumentException(hang);
    }
  }

  /** Both parts get here before either goes on. */
  static void meet() {
    try {
      MEETING.await();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static Thread[] both(Turns.Part one, Turns.Part other) {
    return new Thread[] {Turns.start("first", one), Turns.start("second", other)};
  }

  private static Thread[] monitors() {
    Object a = new Object();
    Object b = new Object();
    return both(() -> nestedMonitors(a, b), () -> nestedMonitors(b, a));
  }

  private static void nestedMonitors(Object outer, Object inner) {
    synchronized (outer) {
      meet();
      synchronized (inner) {
        inner.hashCode();
      }
    }
  }

  private static Thread[] locks() {
    ReentrantLock a = new ReentrantLock();
    ReentrantLock b = new ReentrantLock();
    return both(() -> nestedLocks(a, b), () -> nestedLocks(b, a));
  }

  private static void nestedLocks(ReentrantLock outer, ReentrantLock inner) {
    outer.lock();
    meet();
    inner.lock();
  }

  private static Thread[] monitorAndLock() {
    Object monitor = new Object();
    ReentrantLock lock = new ReentrantLock();
    return both(
        () -> {
          synchronized (monitor) {
            meet();
            lock.lock();
          }
        },
        () -> {
          lock.lock();
          meet();
          synchronized (monitor) {
            monitor.hashCode();
          }
        });
  }

  private static Thread[] upgrade() {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    Thread thread = Turns.start("first", () -> {
      lock.readLock().lock();
      lock.writeLock().lock();
    });
    return new Thread[] {thread};
  }

  private static Thread[] readersAndWriters() {
    ReentrantReadWriteLock a = new ReentrantReadWriteLock(true);
    ReentrantReadWriteLock b = new ReentrantReadWriteLock(true);
    CountDownLatch queued = new CountDownLatch(1);
    Thread first = Turns.start("first", () -> nestedReads(a, b, queued));
    Thread second = Turns.start("second", () -> nestedReads(b, a, queued));
    meetAfterReads();
    Thread writerA = Turns.start("writerA", () -> a.writeLock().lock());
    Thread writerB = Turns.start("writerB", () -> b.writeLock().lock());
    Turns.untilQueued(a);
    Turns.untilQueued(b);
    queued.countDown();
    return new Thread[] {first, second, writerA, writerB};
  }

  private static final CyclicBarrier READS = new CyclicBarrier(3);

  private static void meetAfterReads() {
    try {
      READS.await();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static void nestedReads(
      ReentrantReadWriteLock outer, ReentrantReadWriteLock inner, CountDownLatch writersQueued)
      throws InterruptedException {
    outer.readLock().lock();
    meetAfterReads();
    writersQueued.await();
    inner.readLock().lock();
  }

  private static Thread[] readThenWrite() {
    ReentrantReadWriteLock a = new ReentrantReadWriteLock();
    ReentrantReadWriteLock b = new ReentrantReadWriteLock();
    return both(() -> readThenWrite(a, b), () -> readThenWrite(b, a));
  }

  private static void readThenWrite(ReentrantReadWriteLock read, ReentrantReadWriteLock written) {
    read.readLock().lock();
    meet();
    written.writeLock().lock();
  }

  private static Thread[] stampedTwice() {
    StampedLock lock = new StampedLock();
    Thread thread = Turns.start("first", () -> {
      lock.writeLock();
      lock.writeLock();
    });
    return new Thread[] {thread};
  }

  private static Thread[] semaphores() {
    Semaphore a = new Semaphore(1);
    Semaphore b = new Semaphore(1);
    return both(() -> nestedSemaphores(a, b), () -> nestedSemaphores(b, a));
  }

  private static void nestedSemaphores(Semaphore outer, Semaphore inner)
      throws InterruptedException {
    outer.acquire();
    meet();
    inner.acquire();
  }

  private static Thread[] poolOfOne() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Thread[] worker = new Thread[1];
    CountDownLatch running = new CountDownLatch(1);
    pool.submit(() -> {
      worker[0] = Thread.currentThread();
      running.countDown();
      return pool.submit(() -> "inner").get();
    });
    running.await();
    return worker;
  }

  private static Thread[] latchUnderMonitor() {
    Object monitor = new Object();
    CountDownLatch latch = new CountDownLatch(1);
    return both(
        () -> {
          synchronized (monitor) {
            meet();
            latch.await();
          }
        },
        () -> {
          meet();
          synchronized (monitor) {
            latch.countDown();
          }
        });
  }

  private static Thread[] joinUnderMonitor() {
    Object monitor = new Object();
    Thread[] both = new Thread[2];
    both[1] = new Thread(
        () -> {
          meet();
          synchronized (monitor) {
            monitor.hashCode();
          }
        },
        "second");
    both[0] = Turns.start("first", () -> {
      synchronized (monitor) {
        both[1].start();
        meet();
        both[1].join();
      }
    });
    return both;
  }

  private static final CountDownLatch INITIALISING = new CountDownLatch(2);

  /** A thread that waits for an initialiser says it is runnable: no state to wait for. */
  private static Thread[] initialisers() throws InterruptedException {
    both(() -> Left.touch(), () -> Right.touch());
    INITIALISING.await();
    return new Thread[0];
  }

  private static final class Left {
    static {
      meet();
      INITIALISING.countDown();
      Right.touch();
    }

    static void touch() {
      Left.class.hashCode();
    }
  }

  private static final class Right {
    static {
      meet();
      INITIALISING.countDown();
      Left.touch();
    }

    static void touch() {
      Right.class.hashCode();
    }
  }
}
