package dev.jlockdep.api;

/**
 * A loop that tries again until it gets on. Attempts that leave the progress value unchanged too
 * often, without a fallback, are a LIVELOCK finding. For the thread that opened it.
 */
public interface Retry extends Scope {
  /**
   * Before an attempt. {@code progress} is anything that changes when the loop gets on: bytes left,
   * a generation number.
   */
  void attempt(long progress);

  /** The loop gives up on trying and takes another way: counting starts anew. */
  void fellBack();
}
