package programs.waits;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import programs.Turns;

/** Waits under a lock that can always end. Every part has a type of its own. */
public final class NeedsNothing {
  private NeedsNothing() {}

  public static void main(String[] args) throws Exception {
    FreeCount.main();
    LockedAfterCount.main();
    TakenBeforeMade.main();
    ToldAlready.main();
    WaitedBefore.main();
    TimeLimit.main();
    OwnLocks.main();
    FreeSignal.main();
    WokenUnderLock.main();
    Handover.main();
    TriesOnly.main();
    Cancelled.main();
    OneQueue.main();
    MergesBeforeWriter.main();
  }

  /** Nobody needs the lock to count. */
  static final class FreeCount {
    static final Object M = new Object();
    static final CountDownLatch DONE = new CountDownLatch(1);

    static void main() throws Exception {
      Thread waits = Turns.start("waits", FreeCount::await);
      Turns.untilStuck(waits);
      Turns.inOrder(DONE::countDown);
      waits.join();
    }

    static void await() throws InterruptedException {
      synchronized (M) {
        DONE.await();
      }
    }
  }

  /** The counting side takes the lock when it has counted. */
  static final class LockedAfterCount {
    static final Object M = new Object();
    static final CountDownLatch DONE = new CountDownLatch(1);
    static int work;

    static void main() throws Exception {
      Turns.inOrder(LockedAfterCount::count, LockedAfterCount::await);
    }

    static void count() {
      DONE.countDown();
      synchronized (M) {
        work++;
      }
    }

    static void await() throws InterruptedException {
      synchronized (M) {
        DONE.await();
      }
    }
  }

  /** The lock protects the list of latches; who has found one needs it no more. */
  static final class TakenBeforeMade {
    static final Object M = new Object();
    static CountDownLatch pending;
    static CompletableFuture<String> reply;

    static void main() throws Exception {
      Turns.inOrder(TakenBeforeMade::work, TakenBeforeMade::await);
    }

    static void work() {
      CountDownLatch mine;
      CompletableFuture<String> answer;
      synchronized (M) {
        mine = new CountDownLatch(1);
        answer = new CompletableFuture<>();
        pending = mine;
        reply = answer;
      }
      mine.countDown();
      answer.complete("done");
    }

    static void await() throws Exception {
      synchronized (M) {
        pending.await();
        reply.get();
      }
    }
  }

  /** The waiter was told by the other thread that it is past the lock. */
  static final class ToldAlready {
    static final Object M = new Object();
    static final CountDownLatch STARTED = new CountDownLatch(1);
    static int work;

    static void main() throws Exception {
      Turns.inOrder(ToldAlready::parent);
    }

    static void parent() throws InterruptedException {
      Thread server = Turns.start("server", ToldAlready::serve);
      STARTED.await();
      synchronized (M) {
        server.join();
      }
    }

    static void serve() {
      synchronized (M) {
        work++;
      }
      STARTED.countDown();
    }
  }

  /** Who has waited for it once waits no more. */
  static final class WaitedBefore {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      Future<?> task = pool.submit(WaitedBefore::work);
      Turns.inOrder(() -> twice(task));
      pool.shutdown();
    }

    static void work() {
      synchronized (M) {
        work++;
      }
    }

    static void twice(Future<?> task) throws Exception {
      task.get();
      synchronized (M) {
        task.get();
      }
    }
  }

  /** A wait that ends by itself. */
  static final class TimeLimit {
    static final Object M = new Object();
    static final CountDownLatch DONE = new CountDownLatch(1);

    static void main() throws Exception {
      Turns.inOrder(TimeLimit::await, TimeLimit::count);
    }

    static void await() throws InterruptedException {
      synchronized (M) {
        DONE.await(1, TimeUnit.MILLISECONDS);
      }
    }

    static void count() {
      synchronized (M) {
        DONE.countDown();
      }
    }
  }

  /** Each side holds a lock of its own, of one class. */
  static final class OwnLocks {
    static final class Connection {
      final ReentrantLock lock = new ReentrantLock();
    }

    static final CountDownLatch DONE = new CountDownLatch(1);

    static void main() throws Exception {
      Connection first = new Connection();
      Connection second = new Connection();
      Turns.inOrder(() -> count(first), () -> await(second));
    }

    static void count(Connection c) {
      c.lock.lock();
      DONE.countDown();
      c.lock.unlock();
    }

    static void await(Connection c) throws InterruptedException {
      c.lock.lock();
      DONE.await();
      c.lock.unlock();
    }
  }

  /** One signaller needs the outer lock, another does not. */
  static final class FreeSignal {
    static final ReentrantLock OUTER = new ReentrantLock();
    static final ReentrantLock INNER = new ReentrantLock();
    static final Condition READY = INNER.newCondition();

    static void main() throws Exception {
      Turns.interruptStuck(Turns.start("waits", FreeSignal::await));
      Turns.inOrder(FreeSignal::signalUnderOuter, FreeSignal::signal);
    }

    static void await() {
      OUTER.lock();
      INNER.lock();
      try {
        READY.await();
      } catch (InterruptedException expected) {
        // nobody was in time
      } finally {
        INNER.unlock();
        OUTER.unlock();
      }
    }

    static void signalUnderOuter() {
      OUTER.lock();
      signal();
      OUTER.unlock();
    }

    static void signal() {
      INNER.lock();
      READY.signal();
      INNER.unlock();
    }
  }

  /** The signal came while the outer lock was held, so it does not need it. */
  static final class WokenUnderLock {
    static final Object OUTER = new Object();
    static final Object INNER = new Object();
    static boolean ready;

    static void main() throws Exception {
      Thread waits = Turns.start("waits", WokenUnderLock::await);
      Turns.untilStuck(waits);
      Turns.inOrder(WokenUnderLock::signal);
      waits.join();
      ready = false;
      Turns.interruptStuck(Turns.start("waits", WokenUnderLock::await));
      Turns.inOrder(WokenUnderLock::signalUnderOuter);
    }

    static void await() {
      synchronized (OUTER) {
        synchronized (INNER) {
          try {
            while (!ready) {
              INNER.wait();
            }
          } catch (InterruptedException expected) {
            // nobody was in time
          }
        }
      }
    }

    static void signal() {
      synchronized (INNER) {
        ready = true;
        INNER.notifyAll();
      }
    }

    static void signalUnderOuter() {
      synchronized (OUTER) {
        signal();
      }
    }
  }

  /** A worker that comes back from a wait is at another piece of work. */
  static final class Handover {
    static final Object M = new Object();
    static final Queue<CountDownLatch> QUEUE = new ArrayDeque<>();
    static int work;

    static void main() throws Exception {
      Thread worker = Turns.start("worker", Handover::work);
      Turns.untilStuck(worker);
      Turns.inOrder(Handover::ask);
      worker.join();
    }

    static void work() throws InterruptedException {
      synchronized (M) {
        work++;
      }
      CountDownLatch next;
      synchronized (QUEUE) {
        while (QUEUE.isEmpty()) {
          QUEUE.wait();
        }
        next = QUEUE.remove();
      }
      next.countDown();
    }

    static void ask() throws InterruptedException {
      synchronized (M) {
        CountDownLatch mine = new CountDownLatch(1);
        synchronized (QUEUE) {
          QUEUE.add(mine);
          QUEUE.notifyAll();
        }
        mine.await();
      }
    }
  }

  /** A try does not block, so the count does not need the lock. */
  static final class TriesOnly {
    static final ReentrantLock M = new ReentrantLock();
    static final CountDownLatch DONE = new CountDownLatch(1);

    static void main() throws Exception {
      Turns.inOrder(TriesOnly::count, TriesOnly::await);
    }

    static void count() {
      if (M.tryLock()) {
        M.unlock();
      }
      DONE.countDown();
    }

    static void await() throws InterruptedException {
      M.lock();
      DONE.await();
      M.unlock();
    }
  }

  /** Whoever cancels a task ends it; the task's own locks do not matter then. */
  static final class Cancelled {
    static final ReentrantLock M = new ReentrantLock();

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      Future<?> task = pool.submit(Cancelled::forever);
      Turns.inOrder(() -> cancel(task), () -> get(task));
      pool.shutdown();
    }

    static Void forever() throws InterruptedException {
      new CountDownLatch(1).await();
      return null;
    }

    static void cancel(Future<?> task) {
      task.cancel(true);
    }

    static void get(Future<?> task) throws Exception {
      M.lock();
      try {
        task.get();
      } catch (java.util.concurrent.CancellationException expected) {
        // that is how it ends
      } finally {
        M.unlock();
      }
    }
  }

  /** LUCENE-2783, repaired: it waits for fewer merges before it takes the lock. */
  static final class MergesBeforeWriter {
    static final Object WRITER = new Object();
    static final NeedsTheLock.Merges MERGES = new NeedsTheLock.Merges();

    static void main() throws Exception {
      MERGES.begin();
      Thread flush = Turns.start("flush", MergesBeforeWriter::flush);
      Turns.untilStuck(flush);
      Turns.inOrder(MergesBeforeWriter::merge);
      flush.join();
    }

    static void flush() throws InterruptedException {
      MERGES.untilFewer();
      synchronized (WRITER) {
        WRITER.hashCode();
      }
    }

    static void merge() {
      synchronized (WRITER) {
        WRITER.hashCode();
      }
      MERGES.end();
    }
  }

  /** A bounded buffer: every wait lets go the only lock there is. */
  static final class OneQueue {
    static final ReentrantLock LOCK = new ReentrantLock();
    static final Condition NOT_EMPTY = LOCK.newCondition();
    static int items;

    static void main() throws Exception {
      Thread taker = Turns.start("taker", OneQueue::take);
      Turns.untilStuck(taker);
      Turns.inOrder(OneQueue::put);
      taker.join();
    }

    static void take() throws InterruptedException {
      LOCK.lock();
      while (items == 0) {
        NOT_EMPTY.await();
      }
      items--;
      LOCK.unlock();
    }

    static void put() {
      LOCK.lock();
      items++;
      NOT_EMPTY.signal();
      LOCK.unlock();
    }
  }
}
