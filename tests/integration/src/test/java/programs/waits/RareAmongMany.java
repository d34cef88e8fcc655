package programs.waits;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * Two tasks that need what somebody holds who waits for them, one after the other behind thousands of
 * tasks that are all alike. With an argument every task is a virtual thread.
 */
public final class RareAmongMany {
  /** More than the contexts of one thread that are noted whole. */
  private static final int MANY = 5_000;
  private static final ReentrantLock ALIKE = new ReentrantLock();
  private static int work;

  private RareAmongMany() {}

  private interface Tasks {
    void run(Turns.Part task) throws Exception;
  }

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      run(task -> Turns.startVirtual("task", task).join());
      return;
    }
    ExecutorService pool = Executors.newSingleThreadExecutor();
    run(task -> pool.submit(() -> {
      task.run();
      return null;
    }).get());
    pool.shutdown();
  }

  private static void run(Tasks tasks) throws Exception {
    Thread one = Turns.start("waits for one", One::await);
    Turns.untilStuck(one);
    Thread two = Turns.start("waits for two", Two::await);
    Turns.untilStuck(two);
    for (int i = 0; i < MANY; i++) {
      tasks.run(RareAmongMany::alike);
    }
    Turns.interruptStuck(one);
    Turns.interruptStuck(two);
    // one of two contexts in turn is noted in part
    tasks.run(One::count);
    tasks.run(Two::count);
  }

  private static void alike() {
    ALIKE.lock();
    try {
      work++;
    } finally {
      ALIKE.unlock();
    }
  }

  static final class One {
    static final Object M = new Object();
    static final CountDownLatch DONE = new CountDownLatch(1);

    static void await() {
      synchronized (M) { // on the circle
        try {
          DONE.await(); // on the circle
        } catch (InterruptedException expected) {
          // the way out of a count that comes later
        }
      }
    }

    static void count() {
      synchronized (M) { // on the circle
        work++;
      }
      DONE.countDown();
    }
  }

  static final class Two {
    static final Object M = new Object();
    static final CountDownLatch DONE = new CountDownLatch(1);

    static void await() {
      synchronized (M) { // on the circle
        try {
          DONE.await(); // on the circle
        } catch (InterruptedException expected) {
          // the way out of a count that comes later
        }
      }
    }

    static void count() {
      synchronized (M) { // on the circle
        work++;
      }
      DONE.countDown();
    }
  }
}
