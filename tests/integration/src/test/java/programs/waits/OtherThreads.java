package programs.waits;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;

/** Tasks that wait for what another thread can always do. */
public final class OtherThreads {
  private OtherThreads() {}

  public static void main(String[] args) throws Exception {
    unbounded();
    oneOfTwo();
    otherPool();
    doneAlready();
    signalledOutside();
    madeInside();
    timed();
    forkJoin();
  }

  /** A thread for every task. */
  private static void unbounded() throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    pool.submit(() -> pool.submit(() -> 1).get()).get();
    pool.shutdown();
  }

  /** One such task at a time leaves a thread: possible at most. */
  private static void oneOfTwo() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    for (int i = 0; i < 3; i++) {
      pool.submit(() -> pool.submit(() -> 1).get()).get();
    }
    pool.shutdown();
  }

  private static void otherPool() throws Exception {
    ExecutorService outer = Executors.newSingleThreadExecutor();
    ExecutorService inner = Executors.newSingleThreadExecutor();
    outer.submit(() -> inner.submit(() -> 1).get()).get();
    outer.shutdown();
    inner.shutdown();
  }

  /** The task before in the queue is done. */
  private static void doneAlready() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Future<Integer> first = pool.submit(() -> 1);
    pool.submit(() -> first.get()).get();
    CountDownLatch done = new CountDownLatch(1);
    pool.execute(done::countDown);
    pool.submit(() -> {
      done.await();
      return null;
    }).get();
    pool.shutdown();
  }

  private static void signalledOutside() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Future<?> task = pool.submit(() -> {
      begun.countDown();
      done.await();
      return null;
    });
    begun.await();
    done.countDown();
    task.get();
    pool.shutdown();
  }

  /** A task ends a pool that it made. */
  private static void madeInside() throws Exception {
    ExecutorService outer = make();
    outer.submit(() -> {
      ExecutorService own = make();
      own.submit(() -> 1).get();
      own.shutdown();
      own.awaitTermination(1, TimeUnit.DAYS);
      return null;
    }).get();
    outer.shutdown();
  }

  private static ExecutorService make() {
    return Executors.newFixedThreadPool(2);
  }

  /** Ends by itself. */
  private static void timed() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    pool.submit(() -> {
      pool.shutdown();
      return pool.awaitTermination(1, TimeUnit.MILLISECONDS);
    }).get();
  }

  /** Whoever joins helps. */
  private static void forkJoin() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(1);
    pool.invoke(new Sum(8));
    pool.shutdown();
  }

  private static final class Sum extends RecursiveTask<Integer> {
    private static final long serialVersionUID = 1L;
    private final int n;

    Sum(int n) {
      this.n = n;
    }

    @Override
    protected Integer compute() {
      if (n < 2) {
        return n;
      }
      Sum half = new Sum(n / 2);
      half.fork();
      return new Sum(n - n / 2).invoke() + half.join();
    }
  }
}
