package dev.jlockdep.api;

/** One place that suppresses findings, and how many it has suppressed so far. Data. */
public final class SuppressionView {
  private final String reason;
  private final StackTraceElement position;
  private final long count;

  public SuppressionView(String reason, StackTraceElement position, long count) {
    this.reason = reason;
    this.position = position;
    this.count = count;
  }

  public String reason() {
    return reason;
  }

  /** Where the scope was opened, or null when unknown. */
  public StackTraceElement position() {
    return position;
  }

  /** Findings suppressed; 0 says that nothing needs it. */
  public long count() {
    return count;
  }
}
