package dev.jlockdep.agent.watch;

import dev.jlockdep.api.ThreadSnapshot;
import java.lang.management.ThreadInfo;
import java.util.concurrent.locks.LockSupport;

/** One thread as one sample saw it. */
final class ThreadView {
  private static final StackTraceElement[] NO_FRAMES = {};

  final Thread thread;
  final Thread.State state;
  /** What the thread is parked on, or null. */
  final Object blocker;
  /** What the runtime knows of it, or null. */
  final ThreadSnapshot held;
  /** Whether the last lock of {@link #held} is asked for and not granted. */
  boolean asking;
  private StackTraceElement[] stack;
  private ThreadInfo info;
  private boolean asked;

  ThreadView(Thread thread, ThreadSnapshot held) {
    this.thread = thread;
    this.held = held;
    this.state = thread.getState();
    this.blocker = state == Thread.State.RUNNABLE ? null : LockSupport.getBlocker(thread);
  }

  @SuppressWarnings("deprecation") // threadId() came with JDK 19
  long id() {
    return thread.getId();
  }

  boolean virtual() {
    return isVirtual(thread);
  }

  static boolean isVirtual(Thread thread) {
    return thread.getClass().getName().startsWith("java.lang.VirtualThread");
  }

  StackTraceElement[] stack() {
    if (stack == null) {
      StackTraceElement[] frames = thread.getStackTrace();
      stack = frames == null ? NO_FRAMES : frames;
    }
    return stack;
  }

  /** The JVM's view, or null for virtual and ended threads. */
  ThreadInfo info() {
    if (!asked) {
      asked = true;
      info = virtual() ? null : Jmx.info(id());
    }
    return info;
  }

  /** The lock the runtime saw it ask for and not get yet, or null. */
  Object pendingLock() {
    return asking ? held.lock(last()) : null;
  }

  /** Whether it is still in the method in which it asked for its last lock. */
  boolean standsWhereItAsked() {
    StackTraceElement asked = held.position(last());
    return asked == null || inFrame(asked.getClassName(), asked.getMethodName());
  }

  int last() {
    return held == null ? -1 : held.depth() - 1;
  }

  boolean inFrame(String type, String method) {
    for (StackTraceElement f : stack()) {
      if (f.getClassName().equals(type) && f.getMethodName().equals(method)) {
        return true;
      }
    }
    return false;
  }

  boolean inType(String type) {
    for (StackTraceElement f : stack()) {
      if (f.getClassName().equals(type)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return '"' + thread.getName() + "\" #" + id();
  }
}
