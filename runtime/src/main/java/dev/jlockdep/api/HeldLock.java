package dev.jlockdep.api;

/** One lock that a thread held when a finding was made. Immutable. */
public final class HeldLock {
  private final LockClassView lockClass;
  private final String instance;
  private final AcquireMode mode;
  private final StackTraceElement position;
  private final String note;

  /**
   * @param instance printable identity, {@code Type@hash}
   * @param position where it was taken, or null when unknown
   * @param note an addition for the reader, or an empty string
   */
  public HeldLock(
      LockClassView lockClass,
      String instance,
      AcquireMode mode,
      StackTraceElement position,
      String note) {
    this.lockClass = lockClass;
    this.instance = instance;
    this.mode = mode;
    this.position = position;
    this.note = note;
  }

  public LockClassView lockClass() {
    return lockClass;
  }

  public String instance() {
    return instance;
  }

  public AcquireMode mode() {
    return mode;
  }

  public StackTraceElement position() {
    return position;
  }

  public String note() {
    return note;
  }
}
