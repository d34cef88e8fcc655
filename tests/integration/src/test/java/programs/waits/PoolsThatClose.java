package programs.waits;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import programs.Turns;

/** Pools closed, as JDK 19 and later can, under a lock that their tasks need. */
public final class PoolsThatClose {
  private static final MethodHandle CLOSE = close();

  private PoolsThatClose() {}

  public static void main(String[] args) throws Exception {
    Threads.main();
    Virtual.main();
    VirtualLatch.main();
  }

  static final class Threads {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(2);
      NeedsTheForked.untilDone(pool.submit(Threads::work));
      Turns.inOrder(() -> end(pool));
    }

    static void work() {
      synchronized (M) { // on the circle
        work++;
      }
    }

    static void end(ExecutorService pool) throws Exception {
      synchronized (M) { // on the circle
        close(pool);
      }
    }
  }

  /** A virtual thread for every task. */
  static final class Virtual {
    static final Object M = new Object();
    static int work;

    static void main() throws Exception {
      ExecutorService pool =
          (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      Future<?> task = pool.submit(Virtual::work);
      NeedsTheForked.untilDone(task);
      Turns.inOrder(() -> end(pool));
    }

    static void work() {
      synchronized (M) { // on the circle
        work++;
      }
    }

    static void end(ExecutorService pool) throws Exception {
      synchronized (M) { // on the circle
        close(pool);
      }
    }
  }

  /** Waits between virtual threads are waits like others. */
  static final class VirtualLatch {
    static final Object M = new Object();
    static final CountDownLatch DONE = new CountDownLatch(1);
    static int work;

    static void main() throws Exception {
      Turns.startVirtual("counts", VirtualLatch::count).join();
      Turns.startVirtual("waits", VirtualLatch::await).join();
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

  static void close(ExecutorService pool) throws Exception {
    try {
      CLOSE.invokeExact(pool);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle close() {
    try {
      return NeedsTheForked.close();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("needs JDK 19 or later", e);
    }
  }
}
