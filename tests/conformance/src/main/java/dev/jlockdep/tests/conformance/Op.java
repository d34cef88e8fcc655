package dev.jlockdep.tests.conformance;

/** One lock operation of a sequence. */
final class Op {
  /** What the operation does. */
  enum Action {
    ACQUIRE,
    TRY,
    TIMED_TRY,
    ACQUIRE_UNDER,
    RELEASE
  }

  private final Action action;
  private final Access access;
  private final String lock;
  private final String outer;

  Op(Action action, Access access, String lock, String outer) {
    this.action = action;
    this.access = access;
    this.lock = lock;
    this.outer = outer;
  }

  Action action() {
    return action;
  }

  Access access() {
    return access;
  }

  /** Name of the lock instance: {@code A}, {@code X1}. */
  String lock() {
    return lock;
  }

  /** Name of the lock that makes the nesting legal, for {@link Action#ACQUIRE_UNDER}. */
  String outer() {
    return outer;
  }

  @Override
  public String toString() {
    return action + " " + access + " " + lock + (outer == null ? "" : " under " + outer);
  }
}
