package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Threads for tests: each wait has a bound, and none of them sleeps. */
final class Threads {
  private static final long BOUND_SECONDS = 20;

  private Threads() {}

  /** A daemon thread that runs {@code body}; its failure fails {@link Started#ended}. */
  static Started start(String name, Body body) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
                result.complete(null);
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return new Started(thread, result);
  }

  /** Waits until another thread has brought {@code condition} about. */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what + " within " + BOUND_SECONDS + " s");
      Thread.onSpinWait();
    }
  }

  interface Body {
    void run() throws Exception;
  }

  record Started(Thread thread, CompletableFuture<Void> result) {
    void ended() throws Exception {
      result.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    boolean isDone() {
      return result.isDone();
    }

    /** The thread comes to park inside {@code type}, as a thread dump shows it. */
    void stuckIn(Class<?> type) {
      until(
          thread.getName() + " waits in " + type.getSimpleName(),
          () -> thread.getState() == Thread.State.WAITING && runs(type));
    }

    private boolean runs(Class<?> type) {
      return Arrays.stream(thread.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(type.getName()));
    }
  }
}
