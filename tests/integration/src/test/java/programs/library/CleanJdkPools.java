package programs.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import programs.Churn;

/** The JDK's pools, timers, futures, parallel streams, maps and loggers all at once. */
public final class CleanJdkPools {
  private CleanJdkPools() {}

  public static void main(String[] args) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(2);
    Timer timer = new Timer(true);
    ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();
    Churn.run(3, (thread, round) -> {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String key = "key" + (round + i) % 50;
        all.add(pool.submit(() -> counts.merge(key, 1, Integer::sum)));
      }
      all.add(scheduled.schedule(() -> counts.clear(), 1, TimeUnit.MILLISECONDS));
      timer.schedule(task(), 1);
      all.add(CompletableFuture.supplyAsync(() -> "a", pool).thenApplyAsync(text -> text + "b"));
      IntStream.range(0, 100).parallel().sum();
      Logger logger = Logger.getLogger("part" + thread + "." + round % 100);
      logger.log(Level.FINE, "round {0}", round);
      for (Future<?> future : all) {
        future.get();
      }
    });
    timer.cancel();
    scheduled.shutdownNow();
    pool.shutdown();
    pool.awaitTermination(5, TimeUnit.SECONDS);
  }

  private static TimerTask task() {
    return new TimerTask() {
      @Override
      public void run() {
        cancel();
      }
    };
  }
}
