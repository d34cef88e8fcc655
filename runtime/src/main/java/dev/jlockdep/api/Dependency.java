package dev.jlockdep.api;

/**
 * One witnessed dependency {@code held -> requested}: a thread asked for the second lock while it
 * held the first. Immutable.
 */
public final class Dependency {
  private final HeldLock held;
  private final HeldLock requested;
  private final StackTraceElement[] heldStack;
  private final StackTraceElement[] requestStack;
  private final String thread;
  private final long threadId;
  private final String task;
  private final String test;

  /**
   * @param heldStack where {@code held} was taken, innermost frame first; may be empty
   * @param requestStack where {@code requested} was asked for, innermost frame first
   * @param task the unit of work, {@code thread#n}
   * @param test the JUnit test that ran, or an empty string
   */
  public Dependency(
      HeldLock held,
      HeldLock requested,
      StackTraceElement[] heldStack,
      StackTraceElement[] requestStack,
      String thread,
      long threadId,
      String task,
      String test) {
    this.held = held;
    this.requested = requested;
    this.heldStack = heldStack;
    this.requestStack = requestStack;
    this.thread = thread;
    this.threadId = threadId;
    this.task = task;
    this.test = test;
  }

  public HeldLock held() {
    return held;
  }

  public HeldLock requested() {
    return requested;
  }

  public StackTraceElement[] heldStack() {
    return heldStack.clone();
  }

  public StackTraceElement[] requestStack() {
    return requestStack.clone();
  }

  public String thread() {
    return thread;
  }

  public long threadId() {
    return threadId;
  }

  public String task() {
    return task;
  }

  public String test() {
    return test;
  }
}
