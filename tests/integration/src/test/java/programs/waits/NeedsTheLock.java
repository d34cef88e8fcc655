package programs.waits;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/**
 * Waits under a lock that whoever must end the wait has to take first. Each would hang in another
 * schedule; in this one the two sides come one after the other. Every part has a type of its own.
 */
public final class NeedsTheLock {
  private NeedsTheLock() {}

  public static void main(String[] args) throws Exception {
    LatchCountedLater.main();
    LatchUnderMonitor.main();
    JoinUnderMonitor.main();
    FutureUnderMonitor.main();
    RunAsyncUnderLock.main();
    CompletedUnderLock.main();
    ConditionAfterMonitor.main();
    Mailbox.main();
    ForkAndJoin.main();
    MergesUnderWriter.main();
  }

  /** A lock taken and let go before the count is as bad as one held at the count. */
  static final class LatchCountedLater {
    static final Object M = new Object();
    static final CountDownLatch DONE = new CountDownLatch(1);
    static int work;

    static void main() throws Exception {
      Turns.inOrder(LatchCountedLater::count, LatchCountedLater::await);
    }

    static void count() {
      synchronized (M) { // on the circle
        work++;
      }
      DONE.countDown();
    }

    static void await() throws InterruptedException {
      synchronized (M) { // on the circle
        DONE.await(); // on the circle
      }
    }
  }

  /** The wait comes first and is given up. */
  static final class LatchUnderMonitor {
    static final Object M = new Object();
    static final CountDownLatch DONE = new CountDownLatch(2);

    static void main() throws Exception {
      Turns.interruptStuck(Turns.start("waits", LatchUnderMonitor::await));
      Turns.inOrder(DONE::countDown, LatchUnderMonitor::count);
    }

    static void await() {
      synchronized (M) { // on the circle
        try {
          DONE.await(); // on the circle
        } catch (InterruptedException expected) {
          // the way out of a count that cannot come
        }
      }
    }

    static void count() {
      synchronized (M) { // on the circle
        DONE.countDown();
      }
    }
  }

  static final class JoinUnderMonitor {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      Thread joinee = Turns.start("joinee", JoinUnderMonitor::work);
      joinee.join();
      Turns.inOrder(() -> join(joinee));
    }

    static void work() {
      synchronized (M) { // on the circle
        work++;
      }
    }

    static void join(Thread joinee) throws InterruptedException {
      synchronized (M) { // on the circle
        joinee.join(); // on the circle
      }
    }
  }

  static final class FutureUnderMonitor {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      Future<?> task = pool.submit(FutureUnderMonitor::work);
      untilDone(task);
      Turns.inOrder(() -> get(task));
      pool.shutdown();
    }

    static void work() {
      synchronized (M) { // on the circle
        work++;
      }
    }

    static void get(Future<?> task) throws Exception {
      synchronized (M) { // on the circle
        task.get(); // on the circle
      }
    }
  }

  static final class RunAsyncUnderLock {
    static final ReentrantLock M = new ReentrantLock();

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      CompletableFuture<Void> task = CompletableFuture.runAsync(RunAsyncUnderLock::work, pool);
      untilDone(task);
      Turns.inOrder(() -> join(task));
      pool.shutdown();
    }

    static void work() {
      M.lock(); // on the circle
      M.unlock();
    }

    static void join(CompletableFuture<Void> task) {
      M.lock(); // on the circle
      task.join(); // on the circle
      M.unlock();
    }
  }

  static final class CompletedUnderLock {
    static final ReentrantLock M = new ReentrantLock();
    static final CompletableFuture<String> REPLY = new CompletableFuture<>();

    static void main() throws Exception {
      Turns.inOrder(CompletedUnderLock::complete, CompletedUnderLock::get);
    }

    static void complete() {
      M.lock(); // on the circle
      REPLY.complete("done");
      M.unlock();
    }

    static void get() throws Exception {
      M.lock(); // on the circle
      REPLY.get(); // on the circle
      M.unlock();
    }
  }

  static final class ConditionAfterMonitor {
    static final Object M = new Object();
    static final ReentrantLock LOCK = new ReentrantLock();
    static final Condition READY = LOCK.newCondition();
    static int work;

    static void main() throws Exception {
      Turns.interruptStuck(Turns.start("waits", ConditionAfterMonitor::await));
      Turns.inOrder(ConditionAfterMonitor::signal);
    }

    static void await() {
      synchronized (M) { // on the circle
        LOCK.lock();
        try {
          READY.await(); // on the circle
        } catch (InterruptedException expected) {
          // the way out of a signal that cannot come
        } finally {
          LOCK.unlock();
        }
      }
    }

    static void signal() {
      synchronized (M) { // on the circle
        work++;
      }
      LOCK.lock();
      READY.signal();
      LOCK.unlock();
    }
  }

  /** Waits for mail while it holds a lock that the postman needs first. */
  static final class Mailbox {
    static final Object BAG = new Object();
    static final Object BOX = new Object();
    static int letters;

    static void main() throws Exception {
      Turns.interruptStuck(Turns.start("waits", Mailbox::fetch));
      Turns.inOrder(Mailbox::deliver);
    }

    static void fetch() {
      synchronized (BAG) { // on the circle
        synchronized (BOX) {
          try {
            while (letters == 0) {
              BOX.wait(); // on the circle
            }
          } catch (InterruptedException expected) {
            // the way out of a letter that cannot come
          }
        }
      }
    }

    static void deliver() {
      int load;
      synchronized (BAG) { // on the circle
        load = 1;
      }
      synchronized (BOX) {
        letters += load;
        BOX.notifyAll();
      }
    }
  }

  /** Who waits for a thread holds its locks for that thread, too. */
  static final class ForkAndJoin {
    static final Object PARENT = new Object();
    static final Object CHILD = new Object();
    static int work;

    static void main() throws Exception {
      Turns.inOrder(ForkAndJoin::fork, ForkAndJoin::other);
    }

    static void fork() throws InterruptedException {
      synchronized (PARENT) { // on the circle
        Thread child = Turns.start("child", ForkAndJoin::child);
        child.join(); // on the circle
      }
    }

    static void child() {
      synchronized (CHILD) { // on the circle
        work++;
      }
    }

    static void other() {
      synchronized (CHILD) { // on the circle
        synchronized (PARENT) { // on the circle
          work++;
        }
      }
    }
  }

  /**
   * LUCENE-2783: a writer waits under its own lock until fewer merges run, and a merge needs that lock
   * before it can say that it is over.
   */
  static final class MergesUnderWriter {
    static final Object WRITER = new Object();
    static final Merges MERGES = new Merges();

    static void main() throws Exception {
      MERGES.begin();
      Turns.interruptStuck(Turns.start("flush", MergesUnderWriter::flush));
      Turns.inOrder(MergesUnderWriter::merge);
    }

    static void flush() {
      synchronized (WRITER) { // on the circle
        try {
          MERGES.untilFewer();
        } catch (InterruptedException expected) {
          // the way out of a merge that cannot end
        }
      }
    }

    static void merge() {
      synchronized (WRITER) { // on the circle
        WRITER.hashCode();
      }
      MERGES.end();
    }
  }

  static final class Merges {
    private int running;

    synchronized void begin() {
      running++;
    }

    synchronized void untilFewer() throws InterruptedException {
      while (running >= 1) {
        wait();
      }
    }

    synchronized void end() {
      running--;
      notifyAll();
    }
  }

  private static void untilDone(Future<?> task) {
    while (!task.isDone()) {
      Thread.onSpinWait();
    }
  }
}
