package dev.jlockdep.api;

import java.util.List;

/**
 * One finding: data only, immutable, safe to keep and to read from any thread.
 *
 * <p>{@link #dependencies()} lists the witnessed dependencies in cycle order: the lock requested by
 * entry {@code i} is of the class held by entry {@code i + 1}, and the last one leads back to the
 * first. The first entry is the request that closed the circle. A recursion has one entry (or the
 * entries of an actual inversion between instances); kinds without an order have none.
 */
public final class Finding {
  private final FindingKind kind;
  private final Level level;
  private final String fingerprint;
  private final String message;
  private final List<String> classes;
  private final List<Dependency> dependencies;
  private final List<HeldLock> heldLocks;
  private final StackTraceElement[] stack;
  private final String thread;
  private final long threadId;
  private final String test;
  private final List<String> evidence;
  private final boolean failing;
  private final long timeMillis;

  /**
   * @param fingerprint {@code LD-} and 8 hex digits; no line numbers enter it
   * @param message one sentence: what was found
   * @param classes names of the lock classes, in cycle order, the first not repeated at the end
   * @param heldLocks all locks the reporting thread held, outermost first
   * @param stack the reporting thread's stack at the request, without frames of jlockdep
   * @param evidence lines that say why the level is what it is
   * @param failing whether the configuration counts this finding as a failure
   */
  public Finding(
      FindingKind kind,
      Level level,
      String fingerprint,
      String message,
      List<String> classes,
      List<Dependency> dependencies,
      List<HeldLock> heldLocks,
      StackTraceElement[] stack,
      String thread,
      long threadId,
      String test,
      List<String> evidence,
      boolean failing,
      long timeMillis) {
    this.kind = kind;
    this.level = level;
    this.fingerprint = fingerprint;
    this.message = message;
    this.classes = List.copyOf(classes);
    this.dependencies = List.copyOf(dependencies);
    this.heldLocks = List.copyOf(heldLocks);
    this.stack = stack;
    this.thread = thread;
    this.threadId = threadId;
    this.test = test;
    this.evidence = List.copyOf(evidence);
    this.failing = failing;
    this.timeMillis = timeMillis;
  }

  public FindingKind kind() {
    return kind;
  }

  public Level level() {
    return level;
  }

  public String fingerprint() {
    return fingerprint;
  }

  public String message() {
    return message;
  }

  public List<String> classes() {
    return classes;
  }

  public List<Dependency> dependencies() {
    return dependencies;
  }

  public List<HeldLock> heldLocks() {
    return heldLocks;
  }

  public StackTraceElement[] stack() {
    return stack.clone();
  }

  public String thread() {
    return thread;
  }

  public long threadId() {
    return threadId;
  }

  /** The JUnit test that was running on the reporting thread, or an empty string. */
  public String test() {
    return test;
  }

  public List<String> evidence() {
    return evidence;
  }

  public boolean failing() {
    return failing;
  }

  /** Milliseconds since the epoch. */
  public long timeMillis() {
    return timeMillis;
  }
}
