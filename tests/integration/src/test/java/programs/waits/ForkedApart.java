package programs.waits;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import programs.Turns;

/** Forked work that can always be waited for. A type for every part. */
public final class ForkedApart {
  private ForkedApart() {}

  public static void main(String[] args) throws Exception {
    NoLock.main();
    OneThread.main();
    InvokedHere.main();
    ChainOfFree.main();
    StreamWithoutLock.main();
    DoneFirst.main();
  }

  /** The task takes another lock, always in this order. */
  static final class NoLock {
    static final Object M = new Object();
    static final Object N = new Object();
    static int work;

    static void main() throws Exception {
      ForkJoinPool pool = new ForkJoinPool(2);
      Turns.inOrder(() -> join(pool));
      pool.shutdown();
    }

    static void work() {
      synchronized (N) {
        work++;
      }
    }

    static void join(ForkJoinPool pool) {
      synchronized (M) {
        pool.submit(new NeedsTheForked.Action(NoLock::work)).join();
      }
    }
  }

  /** The only thread of a pool runs what it joins itself: the limit of what can be stolen. */
  static final class OneThread {
    static final Object M = new Object();
    static int work;

    static void main() {
      ForkJoinPool pool = new ForkJoinPool(1);
      pool.submit(new NeedsTheForked.Action(OneThread::forkAndJoin)).join();
      pool.shutdown();
    }

    static void forkAndJoin() {
      synchronized (M) {
        NeedsTheForked.Action part = new NeedsTheForked.Action(OneThread::work);
        part.fork();
        part.join();
      }
    }

    static void work() {
      synchronized (M) {
        work++;
      }
    }
  }

  /** What is invoked and not forked runs on the invoking thread, whatever it holds. */
  static final class InvokedHere {
    static final Object M = new Object();
    static int work;

    static void main() {
      ForkJoinPool pool = new ForkJoinPool(2);
      pool.submit(new NeedsTheForked.Action(InvokedHere::invoke)).join();
      pool.shutdown();
    }

    static void invoke() {
      synchronized (M) {
        new NeedsTheForked.Action(InvokedHere::work).invoke();
      }
    }

    static void work() {
      synchronized (M) {
        work++;
      }
    }
  }

  /** A task waits for another one, and neither needs the lock. */
  static final class ChainOfFree {
    static final Object M = new Object();
    static final Object N = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      Future<?> inner = pool.submit(ChainOfFree::work);
      NeedsTheForked.untilDone(inner);
      Future<?> outer = pool.submit(() -> inner.get());
      NeedsTheForked.untilDone(outer);
      Turns.inOrder(() -> get(outer));
      pool.shutdown();
    }

    static void work() {
      synchronized (N) {
        work++;
      }
    }

    static void get(Future<?> outer) throws Exception {
      synchronized (M) {
        outer.get();
      }
    }
  }

  static final class StreamWithoutLock {
    static final Object M = new Object();
    static int sum;

    static void main() throws Exception {
      Turns.inOrder(StreamWithoutLock::all);
    }

    static void all() {
      synchronized (M) {
        sum += IntStream.range(0, 1000).parallel().map(i -> i / 2).sum();
      }
    }
  }

  /** Who was told that a future is done does not wait for it, whatever it needed. */
  static final class DoneFirst {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(1);
      Future<?> task = pool.submit(DoneFirst::work);
      CompletableFuture<Void> other = CompletableFuture.runAsync(DoneFirst::work, pool);
      ForkJoinPool forks = new ForkJoinPool(2);
      ForkJoinTask<?> fork = forks.submit(DoneFirst::work);
      Turns.inOrder(() -> getIfDone(task), () -> getIfDone(other), () -> getIfDone(fork));
      pool.shutdown();
      forks.shutdown();
    }

    static void work() {
      synchronized (M) {
        work++;
      }
    }

    static void getIfDone(Future<?> task) throws Exception {
      while (!tryGet(task)) {
        Thread.onSpinWait();
      }
    }

    static boolean tryGet(Future<?> task) throws Exception {
      synchronized (M) {
        if (!task.isDone()) {
          return false;
        }
        task.get();
        return true;
      }
    }
  }
}
