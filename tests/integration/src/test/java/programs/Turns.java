package programs;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Runs the parts of a program one after the other, each on a thread of its own: both orders of a
 * possible deadlock happen, and nothing can hang. Takes no lock itself.
 */
public final class Turns {
  private static final String[] NAMES = {"first", "second", "third", "fourth"};

  private Turns() {}

  /** What one thread does. */
  @FunctionalInterface
  public interface Part {
    void run() throws Exception;
  }

  /** Each part on a new thread (first, second, ...), which has ended when the next starts. */
  public static void inOrder(Part... parts) throws InterruptedException {
    for (int i = 0; i < parts.length; i++) {
      Thread thread = start(NAMES[i], parts[i]);
      thread.join();
    }
  }

  /** Starts a thread; an exception of the part ends the program with status 1. */
  public static Thread start(String name, Part part) {
    Thread thread = new Thread(() -> run(part), name);
    thread.start();
    return thread;
  }

  /** As {@link #start}, on a virtual thread, by reflection: the programs are compiled for 17. */
  public static Thread startVirtual(String name, Part part) throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    builder = type.getMethod("name", String.class).invoke(builder, name);
    Runnable task = () -> run(part);
    return (Thread) type.getMethod("start", Runnable.class).invoke(builder, task);
  }

  private static void run(Part part) {
    try {
      part.run();
    } catch (Throwable failure) {
      System.err.println("part failed: " + failure);
      for (StackTraceElement frame : failure.getStackTrace()) {
        System.err.println("    at " + frame);
      }
      Runtime.getRuntime().halt(1);
    }
  }

  /** Waits until a thread stands in the queue of the lock. */
  public static void untilQueued(ReentrantLock lock) {
    while (!lock.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
  }

  /** Waits until a thread stands in the queue of the lock. */
  public static void untilQueued(ReentrantReadWriteLock lock) {
    while (!lock.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
  }

  /**
   * Waits until the thread is parked, or blocked on a monitor, without a time limit, by its own code:
   * not while a class is loaded for it, nor inside a hook.
   */
  public static void untilStuck(Thread thread) {
    while (!(onItsOwn(thread.getStackTrace()) && isStuck(thread.getState()))) {
      Thread.onSpinWait();
    }
  }

  private static boolean isStuck(Thread.State state) {
    return state == Thread.State.WAITING || state == Thread.State.BLOCKED;
  }

  private static boolean onItsOwn(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String type = frame.getClassName();
      if (type.startsWith("programs.")) {
        return true;
      }
      if (type.startsWith("dev.jlockdep.") || type.startsWith("jdk.internal.loader.")
          || type.equals("java.lang.ClassLoader")) {
        return false;
      }
    }
    return stack.length > 0;
  }

  /**
   * Waits until the thread is in {@code Object.wait} or {@code Condition.await}: whoever then takes the
   * lock of that wait signals a thread that waits.
   */
  public static void untilInWait(Thread thread) {
    while (!inWait(thread.getStackTrace())) {
      Thread.onSpinWait();
    }
  }

  /** Waits until the thread is parked in a method of {@code type}, without a time limit. */
  public static void untilParkedIn(Thread thread, Class<?> type) {
    // in that method only its own wait parks, so the order of the two questions matters
    while (!(isIn(thread.getStackTrace(), type) && thread.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isIn(StackTraceElement[] stack, Class<?> type) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(type.getName())) {
        return true;
      }
    }
    return false;
  }

  private static boolean inWait(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals("java.lang.Object") && frame.getMethodName().startsWith("wait")
          || frame.getClassName().endsWith("$ConditionObject")) {
        return true;
      }
    }
    return false;
  }

  /** Interrupts the thread once it is stuck, and waits for its end. */
  public static void interruptStuck(Thread thread) throws InterruptedException {
    untilStuck(thread);
    thread.interrupt();
    thread.join();
  }
}
