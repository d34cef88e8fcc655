package programs.waits;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A task closes its own pool, which waits for the task. Its threads do not keep the JVM. */
public final class ClosesItself {
  private static volatile Thread worker;

  private ClosesItself() {}

  public static void main(String[] args) {
    ExecutorService pool = Executors.newFixedThreadPool(2, ClosesItself::daemon);
    pool.submit(() -> end(pool));
    while (worker == null || worker.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  private static Void end(ExecutorService pool) throws Exception {
    worker = Thread.currentThread();
    PoolsThatClose.close(pool);
    return null;
  }
}
