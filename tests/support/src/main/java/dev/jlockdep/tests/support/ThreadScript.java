package dev.jlockdep.tests.support;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Named threads that take turns: each step runs on its thread and is over before the next begins,
 * so a script of lock operations never races. Built on volatile fields and park only: a lock of
 * the script itself would enter the lock graph of the program under test. The threads are platform
 * threads, or virtual ones where the system property {@value #VIRTUAL} is true (JDK 21 and later).
 */
public final class ThreadScript implements AutoCloseable {
  public static final String VIRTUAL = "threadscript.virtual";

  private static final Duration STEP_LIMIT = Duration.ofSeconds(20);
  private static final long PARK_NANOS = 1_000_000_000L;

  private final Map<String, Actor> actors = new LinkedHashMap<>();

  /** One step of a script. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  /** Runs a step on the named thread, which starts at its first step, and waits for its end. */
  public ThreadScript step(String thread, Step step) {
    actors.computeIfAbsent(thread, Actor::new).perform(step);
    return this;
  }

  /** Runs steps on a thread of their own that starts now and has ended on return. */
  public static void alone(String thread, Step step) {
    try (ThreadScript script = new ThreadScript()) {
      script.step(thread, step);
    }
  }

  /** Ends the named thread; a later step of that name runs on a new one. */
  public ThreadScript end(String thread) {
    Actor actor = actors.remove(thread);
    if (actor != null) {
      actor.end();
    }
    return this;
  }

  /** Ends all threads, in the order of their first steps. */
  @Override
  public void close() {
    actors.values().forEach(Actor::end);
    actors.clear();
  }

  private static final class Actor implements Runnable {
    private final Thread thread;
    private volatile Step step;
    private volatile Throwable failure;
    private volatile boolean over;
    private volatile Thread waiter;

    Actor(String name) {
      thread = Boolean.getBoolean(VIRTUAL) ? virtualThread(name) : platformThread(name);
      thread.start();
    }

    private Thread platformThread(String name) {
      Thread platform = new Thread(this, name);
      platform.setDaemon(true);
      return platform;
    }

    /** By reflection: the tests are compiled for JDK 17. */
    private Thread virtualThread(String name) {
      try {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        type.getMethod("name", String.class).invoke(builder, name);
        return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, this);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("this JDK has no virtual threads", e);
      }
    }

    @Override
    public void run() {
      while (true) {
        Step next = awaitStep();
        if (next == null) {
          return;
        }
        try {
          next.run();
        } catch (Throwable thrown) {
          failure = thrown;
        }
        step = null;
        LockSupport.unpark(waiter);
      }
    }

    private Step awaitStep() {
      while (step == null && !over) {
        LockSupport.parkNanos(PARK_NANOS);
      }
      return step;
    }

    void perform(Step next) {
      waiter = Thread.currentThread();
      step = next;
      LockSupport.unpark(thread);
      long deadline = System.nanoTime() + STEP_LIMIT.toNanos();
      while (step != null) {
        if (System.nanoTime() > deadline) {
          throw stuck();
        }
        LockSupport.parkNanos(PARK_NANOS);
      }
      rethrow();
    }

    private void rethrow() {
      Throwable thrown = failure;
      failure = null;
      if (thrown instanceof Error) {
        throw (Error) thrown;
      }
      if (thrown != null) {
        throw new IllegalStateException("step on thread " + thread.getName() + " failed", thrown);
      }
    }

    private AssertionError stuck() {
      AssertionError error = new AssertionError(
          "step on thread " + thread.getName() + " is stuck, see the stack below");
      error.setStackTrace(thread.getStackTrace());
      return error;
    }

    void end() {
      over = true;
      LockSupport.unpark(thread);
      try {
        // a stuck thread is a daemon: it may stay behind
        thread.join(STEP_LIMIT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
