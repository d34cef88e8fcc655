package dev.jlockdep.agent.report;

/**
 * Waits for and holds of one lock class in one mode, as dumps carry them; times in nanoseconds, 0
 * where there was none.
 *
 * @param lockClass id of the class
 */
public record LockStatRecord(
    String lockClass,
    boolean shared,
    long acquisitions,
    long contentions,
    long waitTotal,
    long waitMin,
    long waitMax,
    long holds,
    long holdTotal,
    long holdMin,
    long holdMax) {
  static LockStatRecord of(Fields fields) {
    return new LockStatRecord(
        fields.text("class"),
        fields.flag("shared"),
        fields.number("acquisitions"),
        fields.number("contentions"),
        fields.number("waitNanosTotal"),
        fields.number("waitNanosMin"),
        fields.number("waitNanosMax"),
        fields.number("holds"),
        fields.number("holdNanosTotal"),
        fields.number("holdNanosMin"),
        fields.number("holdNanosMax"));
  }

  /** Both together, of one class and mode in two runs. */
  LockStatRecord plus(LockStatRecord other) {
    return new LockStatRecord(
        lockClass,
        shared,
        acquisitions + other.acquisitions,
        contentions + other.contentions,
        waitTotal + other.waitTotal,
        least(contentions, waitMin, other.contentions, other.waitMin),
        Math.max(waitMax, other.waitMax),
        holds + other.holds,
        holdTotal + other.holdTotal,
        least(holds, holdMin, other.holds, other.holdMin),
        Math.max(holdMax, other.holdMax));
  }

  /** The smaller of the two that count something. */
  private static long least(long countA, long a, long countB, long b) {
    return countA == 0 ? b : countB == 0 ? a : Math.min(a, b);
  }
}
