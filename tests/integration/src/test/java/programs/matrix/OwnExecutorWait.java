package programs.matrix;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A task waits for a task queued to the same one-thread pool. */
public final class OwnExecutorWait {
  private OwnExecutorWait() {}

  public static void main(String[] args) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Future<?> outer = pool.submit(() -> pool.submit(() -> "inner").get());
    System.in.read(); // the test types a line when it has seen enough
    outer.cancel(true);
    pool.shutdownNow();
  }
}
