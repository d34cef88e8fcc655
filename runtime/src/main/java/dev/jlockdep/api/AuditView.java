package dev.jlockdep.api;

import java.util.List;

/** What is known of one guarded operation: how often it ran, from where, under which locks. Data. */
public final class AuditView {
  /** One set of locks that was held at some of the calls, with the call paths seen. */
  public static final class Held {
    private final List<String> locks;
    private final long count;
    private final List<StackTraceElement[]> paths;

    public Held(List<String> locks, long count, List<StackTraceElement[]> paths) {
      this.locks = List.copyOf(locks);
      this.count = count;
      this.paths = List.copyOf(paths);
    }

    /** Lock classes with modes, outermost first: {@code i_rwsem (write)}. */
    public List<String> locks() {
      return locks;
    }

    public long count() {
      return count;
    }

    /** Distinct call paths, innermost frame first; a bounded number of them. */
    public List<StackTraceElement[]> paths() {
      return paths;
    }
  }

  private final String operation;
  private final long calls;
  private final long violations;
  private final String required;
  private final String inferred;
  private final List<Held> held;

  /**
   * @param violations calls without the declared guard
   * @param required the declared guard, or an empty string
   * @param inferred one sentence about the guard that most calls had, or an empty string
   */
  public AuditView(
      String operation,
      long calls,
      long violations,
      String required,
      String inferred,
      List<Held> held) {
    this.operation = operation;
    this.calls = calls;
    this.violations = violations;
    this.required = required;
    this.inferred = inferred;
    this.held = List.copyOf(held);
  }

  public String operation() {
    return operation;
  }

  public long calls() {
    return calls;
  }

  public long violations() {
    return violations;
  }

  public String required() {
    return required;
  }

  public String inferred() {
    return inferred;
  }

  public List<Held> held() {
    return held;
  }
}
