package programs.waits;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import programs.Turns;

/** Who waits for work that was forked holds a lock that the work needs. A type for every part. */
public final class NeedsTheForked {
  private NeedsTheForked() {}

  public static void main(String[] args) throws Exception {
    Join.main();
    Stolen.main();
    Chain.main();
    Polled.main();
    InvokeAll.main();
    InvokeAllDone.main();
    Stream.main();
    ForkPoolEnd.main();
  }

  /** The task is done by the time that it is joined. */
  static final class Join {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ForkJoinPool pool = new ForkJoinPool(2);
      Action task = new Action(Join::work);
      pool.submit(task);
      untilDone(task);
      Turns.inOrder(() -> join(task));
      pool.shutdown();
    }

    static void work() {
      synchronized (M) { // on the circle
        work++;
      }
    }

    static void join(Action task) {
      synchronized (M) { // on the circle
        task.join(); // on the circle
      }
    }
  }

  /** The joiner runs the task itself, since no other thread was there to take it. */
  static final class Stolen {
    static final Object M = new Object();
    static volatile boolean over;
    static int work;

    static void main() throws Exception {
      ForkJoinPool pool = new ForkJoinPool(2);
      CountDownLatch busy = new CountDownLatch(1);
      pool.submit(() -> {
        busy.countDown();
        while (!over) {
          Thread.onSpinWait();
        }
      });
      busy.await();
      Action task = new Action(Stolen::forkAndJoin);
      pool.submit(task);
      untilDone(task);
      over = true;
      pool.shutdown();
    }

    static void forkAndJoin() {
      synchronized (M) { // on the circle
        Action part = new Action(Stolen::work);
        part.fork();
        part.join(); // on the circle
      }
    }

    static void work() {
      synchronized (M) { // on the circle
        work++;
      }
    }
  }

  /** What a task waits for is needed by who waits for the task. */
  static final class Chain {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      Future<?> inner = pool.submit(Chain::work);
      untilDone(inner);
      Future<?> outer = pool.submit(() -> inner.get());
      untilDone(outer);
      Turns.inOrder(() -> get(outer));
      pool.shutdown();
    }

    static void work() {
      synchronized (M) { // on the circle
        work++;
      }
    }

    static void get(Future<?> outer) throws Exception {
      synchronized (M) { // on the circle
        outer.get(); // on the circle
      }
    }
  }

  /** Asked before whether it is done, by the same thread, with nothing held: a matter of the run. */
  static final class Polled {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(1);
      Future<?> task = pool.submit(Polled::work);
      Turns.inOrder(() -> {
        untilDone(task);
        get(task);
      });
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

  static final class InvokeAll {
    static final Object M = new Object();
    static final Object N = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      Turns.inOrder(() -> all(pool), InvokeAll::other);
      pool.shutdown();
    }

    static void all(ExecutorService pool) throws Exception {
      synchronized (M) { // on the circle
        Callable<Object> task = InvokeAll::task;
        pool.invokeAll(List.of(task, task)); // on the circle
      }
    }

    static Object task() {
      synchronized (N) { // on the circle
        return work++;
      }
    }

    static void other() {
      synchronized (N) { // on the circle
        synchronized (M) { // on the circle
          work++;
        }
      }
    }
  }

  /** All are done by the time that they would be waited for: the JDK leaves the wait out then. */
  static final class InvokeAllDone {
    static final Object M = new Object();
    static final Object N = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = new DoneAtOnce();
      Turns.inOrder(() -> all(pool), InvokeAllDone::other);
    }

    static void all(ExecutorService pool) throws Exception {
      synchronized (M) { // on the circle
        Callable<Object> task = InvokeAllDone::task;
        pool.invokeAll(List.of(task, task)); // on the circle
      }
    }

    static Object task() {
      synchronized (N) { // on the circle
        return work++;
      }
    }

    static void other() {
      synchronized (N) { // on the circle
        synchronized (M) { // on the circle
          work++;
        }
      }
    }
  }

  /** Goes on when the task has run, on a thread of its own. */
  static final class DoneAtOnce extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      AtomicBoolean over = new AtomicBoolean();
      new Thread(() -> {
        task.run();
        over.set(true);
      }).start();
      while (!over.get()) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) {
      return false;
    }
  }

  /** A part of the stream runs on a thread of the common pool. */
  static final class Stream {
    static final Object M = new Object();
    static final Object N = new Object();
    static volatile boolean onWorker;
    static int work;

    static void main() throws Exception {
      Turns.inOrder(Stream::all, Stream::other);
    }

    static void all() {
      synchronized (M) { // on the circle
        IntStream.range(0, 64).parallel().forEach(Stream::part); // on the circle
      }
    }

    static void part(int i) {
      if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
        synchronized (N) { // on the circle
          work++;
        }
        onWorker = true;
      } else {
        while (!onWorker) {
          Thread.onSpinWait();
        }
      }
    }

    static void other() {
      synchronized (N) { // on the circle
        synchronized (M) { // on the circle
          work++;
        }
      }
    }
  }

  static final class ForkPoolEnd {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ForkJoinPool pool = new ForkJoinPool(2);
      Action task = new Action(ForkPoolEnd::work);
      pool.submit(task);
      untilDone(task);
      Turns.inOrder(() -> end(pool));
    }

    static void work() {
      synchronized (M) { // on the circle
        work++;
      }
    }

    static void end(ForkJoinPool pool) throws Exception {
      synchronized (M) { // on the circle
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.DAYS); // on the circle
      }
    }
  }

  static final class Action extends RecursiveAction {
    private static final long serialVersionUID = 1L;
    private final transient Runnable code;

    Action(Runnable code) {
      this.code = code;
    }

    @Override
    protected void compute() {
      code.run();
    }
  }

  static void untilDone(Future<?> task) {
    while (!task.isDone()) {
      Thread.onSpinWait();
    }
  }

  /** {@code ExecutorService.close}, which the JDK that compiles this does not have. */
  static MethodHandle close() throws ReflectiveOperationException {
    return MethodHandles.publicLookup()
        .findVirtual(ExecutorService.class, "close", MethodType.methodType(void.class));
  }
}
