package dev.jlockdep.api;

/**
 * How often and how long one lock class was waited for and held in one mode, since the start or the
 * last reset. Times are nanoseconds. Immutable snapshot.
 */
public final class LockStatView {
  private final LockClassView lockClass;
  private final boolean shared;
  private final long acquisitions;
  private final long contentions;
  private final Times waits;
  private final Times holds;

  /** Count, total, and the shortest and longest of some durations; all 0 where there was none. */
  public static final class Times {
    private final long count;
    private final long total;
    private final long min;
    private final long max;

    public Times(long count, long total, long min, long max) {
      this.count = count;
      this.total = total;
      this.min = min;
      this.max = max;
    }

    public long count() {
      return count;
    }

    public long total() {
      return total;
    }

    public long min() {
      return min;
    }

    public long max() {
      return max;
    }
  }

  /** @param waits of the contended acquires only */
  public LockStatView(
      LockClassView lockClass, boolean shared, long acquisitions, Times waits, Times holds) {
    this.lockClass = lockClass;
    this.shared = shared;
    this.acquisitions = acquisitions;
    this.contentions = waits.count();
    this.waits = waits;
    this.holds = holds;
  }

  public LockClassView lockClass() {
    return lockClass;
  }

  /** Whether this is about shared holds; exclusive ones have a record of their own. */
  public boolean shared() {
    return shared;
  }

  /** Acquires that were granted; taking a lock again that one holds is none. */
  public long acquisitions() {
    return acquisitions;
  }

  /** Acquires that had to wait. */
  public long contentions() {
    return contentions;
  }

  public Times waits() {
    return waits;
  }

  /** Holds that have ended. Time in {@code Object.wait} and {@code Condition.await} is none. */
  public Times holds() {
    return holds;
  }
}
