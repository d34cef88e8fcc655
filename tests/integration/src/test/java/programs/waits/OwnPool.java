package programs.waits;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import programs.Turns;

/** Tasks that wait for work of their own pool; each is interrupted, so that the program ends. */
public final class OwnPool {
  private OwnPool() {}

  public static void main(String[] args) throws Exception {
    GetsOwnTask.main();
    GetsTheLast.main();
    TwoAtOnce.main();
    LatchOfOwnTask.main();
    OwnEnd.main();
    EndOfAnother.main();
    EndUnderLock.main();
    InvokesAll.main();
    InvokesAny.main();
    TakesAny.main();
  }

  /** Interrupts the thread that runs a task once it is stuck. */
  private static void interruptStuck(Thread[] worker) {
    untilStuck(worker);
    worker[0].interrupt();
  }

  private static void untilStuck(Thread[] worker) {
    Thread thread;
    do {
      thread = get(worker);
    } while (thread == null);
    Turns.untilStuck(thread);
  }

  private static synchronized Thread get(Thread[] worker) {
    return worker[0];
  }

  private static synchronized void set(Thread[] worker) {
    worker[0] = Thread.currentThread();
  }

  static final class GetsOwnTask {
    static void main() {
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Thread[] worker = new Thread[1];
      pool.execute(() -> get(pool, worker));
      interruptStuck(worker);
      pool.shutdown();
    }

    static void get(ExecutorService pool, Thread[] worker) {
      Future<Integer> inner = pool.submit(() -> 1); // on the circle
      set(worker);
      try {
        inner.get(); // on the circle
      } catch (Exception expected) {
        // the way out
      }
    }
  }

  /** Puts in more than is remembered, also what nobody can wait for, and waits for the last. */
  static final class GetsTheLast {
    static void main() {
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Thread[] worker = new Thread[1];
      pool.execute(() -> get(pool, worker));
      interruptStuck(worker);
      pool.shutdown();
    }

    static void get(ExecutorService pool, Thread[] worker) {
      Future<Integer> last = null;
      for (int i = 0; i < 100; i++) {
        last = pool.submit(() -> 1); // on the circle
        pool.execute(() -> {});
        CompletableFuture.runAsync(() -> {}, pool);
      }
      set(worker);
      try {
        last.get(); // on the circle
      } catch (Exception expected) {
        // the way out
      }
    }
  }

  /** Two threads, and two tasks that wait for a third and a fourth. */
  static final class TwoAtOnce {
    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      CyclicBarrier both = new CyclicBarrier(2);
      Thread[] one = new Thread[1];
      Thread[] two = new Thread[1];
      pool.execute(() -> get(pool, both, one));
      pool.execute(() -> get(pool, both, two));
      untilStuck(one);
      untilStuck(two);
      one[0].interrupt();
      two[0].interrupt();
      pool.shutdown();
    }

    static void get(ExecutorService pool, CyclicBarrier both, Thread[] worker) {
      try {
        both.await();
        Future<Integer> inner = pool.submit(() -> 1); // on the circle
        set(worker);
        inner.get(); // on the circle
      } catch (Exception expected) {
        // the way out
      }
    }
  }

  static final class LatchOfOwnTask {
    static void main() {
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Thread[] worker = new Thread[1];
      pool.execute(() -> await(pool, worker));
      interruptStuck(worker);
      pool.shutdown();
    }

    static void await(ExecutorService pool, Thread[] worker) {
      CountDownLatch done = new CountDownLatch(1);
      pool.execute(() -> count(done));
      set(worker);
      try {
        done.await(); // on the circle
      } catch (InterruptedException expected) {
        // the way out
      }
    }

    static void count(CountDownLatch done) {
      done.countDown(); // on the circle
    }
  }

  /** The interrupt that is already pending ends the wait at once. */
  static final class OwnEnd {
    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      pool.submit(() -> end(pool)).get();
    }

    static Void end(ExecutorService pool) {
      pool.shutdown();
      Thread.currentThread().interrupt();
      try {
        pool.awaitTermination(1, TimeUnit.DAYS); // on the circle
      } catch (InterruptedException expected) {
        // the way out
      }
      return null;
    }
  }

  /** Another pool here; nothing says that it cannot be the own one. */
  static final class EndOfAnother {
    static void main() throws Exception {
      ExecutorService one = make();
      ExecutorService other = make();
      one.submit(() -> end(other)).get();
      one.shutdown();
    }

    static ExecutorService make() {
      return Executors.newFixedThreadPool(2);
    }

    static Void end(ExecutorService pool) throws InterruptedException {
      pool.shutdown();
      pool.awaitTermination(1, TimeUnit.DAYS); // on the circle
      return null;
    }
  }

  /** The end of a pool is awaited under a lock that its tasks take. */
  static final class EndUnderLock {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      Future<?> task = pool.submit(EndUnderLock::work);
      while (!task.isDone()) {
        Thread.onSpinWait();
      }
      Turns.inOrder(() -> end(pool));
    }

    static void work() {
      synchronized (M) { // on the circle
        work++;
      }
    }

    static void end(ExecutorService pool) throws InterruptedException {
      synchronized (M) { // on the circle
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.DAYS); // on the circle
      }
    }
  }

  static final class InvokesAll {
    static void main() {
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Thread[] worker = new Thread[1];
      pool.execute(() -> all(pool, worker));
      interruptStuck(worker);
      pool.shutdown();
    }

    static void all(ExecutorService pool, Thread[] worker) {
      set(worker);
      Callable<Integer> inner = () -> 1;
      try {
        pool.invokeAll(List.of(inner, inner)); // on the circle
      } catch (Exception expected) {
        // the way out
      }
    }
  }

  static final class InvokesAny {
    static void main() {
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Thread[] worker = new Thread[1];
      pool.execute(() -> any(pool, worker));
      interruptStuck(worker);
      pool.shutdown();
    }

    static void any(ExecutorService pool, Thread[] worker) {
      set(worker);
      Callable<Integer> inner = () -> 1;
      try {
        pool.invokeAny(List.of(inner, inner)); // on the circle
      } catch (Exception expected) {
        // the way out
      }
    }
  }

  static final class TakesAny {
    static void main() {
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Thread[] worker = new Thread[1];
      pool.execute(() -> take(pool, worker));
      interruptStuck(worker);
      pool.shutdown();
    }

    static void take(ExecutorService pool, Thread[] worker) {
      ExecutorCompletionService<Integer> service = new ExecutorCompletionService<>(pool);
      service.submit(() -> 1); // on the circle
      set(worker);
      try {
        service.take(); // on the circle
      } catch (InterruptedException expected) {
        // the way out
      }
    }
  }
}
