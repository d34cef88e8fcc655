package dev.jlockdep.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs code on several threads at once, again and again, each round from one barrier. */
public final class Together {
  /** More than the cores of a small machine, so that threads are also preempted in the middle. */
  public static final int THREADS = 4;

  /** What one thread does in one round. */
  @FunctionalInterface
  public interface Part {
    void run(int thread, int round) throws Exception;
  }

  /** What is looked at when all are through a round. */
  @FunctionalInterface
  public interface Look {
    void at(int round) throws Exception;
  }

  private Together() {}

  /** Throws what a part or a look threw first. */
  public static void run(int rounds, Part part, Look look) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> all = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        Callable<Void> rest = () -> {
          for (int round = 0; round < rounds; round++) {
            barrier.await();
            part.run(thread, round);
            if (barrier.await() == 0) {
              look.at(round);
            }
          }
          return null;
        };
        all.add(pool.submit(() -> {
          try {
            return rest.call();
          } catch (Throwable e) {
            spoil(barrier);
            throw e;
          }
        }));
      }
      Throwable first = null;
      for (Future<Void> one : all) {
        try {
          one.get();
        } catch (ExecutionException e) {
          boolean follows = e.getCause() instanceof BrokenBarrierException;
          first = first == null || !follows ? e.getCause() : first;
        }
      }
      if (first instanceof Error) {
        throw (Error) first;
      } else if (first != null) {
        throw (Exception) first;
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** For good: those that come later find it broken as well. */
  private static void spoil(CyclicBarrier barrier) {
    Thread.currentThread().interrupt();
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException wanted) {
      // an interrupt on the way in breaks it
    }
  }
}
