package dev.jlockdep.hooks;

/** What a model or an annotation says of a lock, counter or event that is written by hand. */
public final class LockModel {
  /** What it is; printed. */
  public static final String LOCK = "lock";
  public static final String COUNTER = "counter";
  public static final String EVENT = "event";

  /** The lock within its object: several can belong to one. */
  final String name;
  /** The name of its lock class, or null: the object's type and {@link #name}. */
  final String lockClass;
  final String kind;
  /** Its holder may take it again. */
  public volatile boolean reentrant;
  /** Declared by its own code: lockdep's own strictness applies. */
  final boolean declared;
  /** Whoever waits for it waits on the monitor of its object, and so lets that go. */
  public volatile boolean waitsOnMonitor;

  public LockModel(
      String name, String lockClass, String kind, boolean reentrant, boolean declared) {
    this.name = name;
    this.lockClass = lockClass;
    this.kind = kind;
    this.reentrant = reentrant;
    this.declared = declared;
  }

  boolean isEvent() {
    return kind.equals(EVENT);
  }

  boolean isCounter() {
    return kind.equals(COUNTER);
  }
}
