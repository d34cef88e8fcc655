package dev.jlockdep.fs.scenario;

import dev.jlockdep.fs.Rescued;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A thread of the emulated program, with what became of its calls. */
final class Actor {
  /** No call takes nearly this long; one that does is broken, not slow. */
  static final long CALL_SECONDS = 30;
  private static final String FILESYSTEM = "dev.jlockdep.fs.";
  private static final String WATCHER = "dev.jlockdep.";
  private static final String SCENARIOS = "dev.jlockdep.fs.scenario.";

  /** The calls of a program, and what must be true when they are over. */
  interface Calls {
    void run(Fixture fixture) throws IOException;
  }

  private final Thread thread;
  private volatile Throwable failure;
  private volatile boolean rescued;

  private Actor(String name, Calls calls, Fixture fixture) {
    thread = new Thread(() -> body(calls, fixture), name);
    thread.setDaemon(true);
  }

  static Actor start(String name, Calls calls, Fixture fixture) {
    Actor actor = new Actor(name, calls, fixture);
    actor.thread.start();
    return actor;
  }

  private void body(Calls calls, Fixture fixture) {
    try {
      calls.run(fixture);
    } catch (Rescued e) {
      rescued = true;
    } catch (Throwable e) {
      failure = e;
    }
  }

  boolean alive() {
    return thread.isAlive();
  }

  Throwable failure() {
    return failure;
  }

  /** Whether its calls ended by giving up a wait. */
  boolean rescued() {
    return rescued;
  }

  boolean ended(long seconds) throws InterruptedException {
    return ended(seconds, TimeUnit.SECONDS);
  }

  /** Waits for its end, no longer than that. */
  boolean ended(long time, TimeUnit unit) throws InterruptedException {
    thread.join(Math.max(1, unit.toMillis(time)));
    return !thread.isAlive();
  }

  /** Waits for its end. */
  void join() {
    try {
      if (!ended(CALL_SECONDS)) {
        throw new IllegalStateException(thread.getName() + " did not end in " + CALL_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a scenario", e);
    }
  }

  /** Waits until it has ended or waits in a method of that type of the filesystem. */
  void endsOrWaitsIn(String type) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALL_SECONDS);
    while (alive() && !waitsIn(type)) {
      Fixture.require(
          System.nanoTime() < end, thread.getName() + " did not come to wait in " + type);
      Thread.onSpinWait();
    }
  }

  private boolean waitsIn(String type) {
    if (thread.getState() != Thread.State.WAITING) {
      return false;
    }
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals(FILESYSTEM + type)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The outermost method of the filesystem that it is in, and the one it is stuck in, if in one. Empty
   * when it is in none, unless it waits for another thread of the scenario.
   */
  String place(boolean loops) {
    String call = "";
    String lock = "";
    boolean waitsForAnother = false;
    for (StackTraceElement frame : thread.getStackTrace()) {
      String type = frame.getClassName();
      String method = type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
      waitsForAnother |= method.equals("Actor.ended");
      if (!loops && type.startsWith(WATCHER) && !type.startsWith(FILESYSTEM)) {
        return ""; // it may wait there for a moment, while jlockdep writes what it has found
      }
      if (type.startsWith(FILESYSTEM) && !type.startsWith(SCENARIOS)) {
        lock = lock.isEmpty() ? method : lock;
        call = method;
      }
    }
    if (waitsForAnother && !loops) {
      return thread.getName() + " waits for another thread";
    }
    boolean stands = !loops && thread.getState() == Thread.State.WAITING;
    if (call.isEmpty() || !stands && !loops) {
      return "";
    }
    return thread.getName() + " hangs in " + call + (stands ? " at " + lock : "");
  }
}
