package programs;

import java.util.concurrent.CountDownLatch;

/** Keeps a library busy: some threads repeat an operation at the same time for a while. */
public final class Churn {
  private static final long NANOS = Integer.getInteger("churn.millis", 1000) * 1_000_000L;

  private Churn() {}

  /** What a thread repeats. */
  @FunctionalInterface
  public interface Operation {
    void run(int thread, int round) throws Exception;
  }

  /** Runs the operation on so many threads until time is up; prints the number of rounds. */
  public static void run(int threads, Operation operation) throws InterruptedException {
    Thread[] all = new Thread[threads];
    long[] rounds = new long[threads];
    CountDownLatch ready = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      int number = i;
      all[i] = Turns.start("churn-" + i, () -> {
        ready.countDown();
        ready.await();
        rounds[number] = repeat(number, operation);
      });
    }
    long sum = 0;
    for (int i = 0; i < threads; i++) {
      all[i].join();
      sum += rounds[i];
    }
    System.out.println("rounds " + sum);
  }

  private static int repeat(int thread, Operation operation) throws Exception {
    long end = System.nanoTime() + NANOS;
    int round = 0;
    while (System.nanoTime() < end) {
      operation.run(thread, round++);
    }
    return round;
  }
}
