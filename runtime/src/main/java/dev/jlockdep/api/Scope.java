package dev.jlockdep.api;

/**
 * Something that holds from the call that returned it until {@link #close}, on the thread that
 * opened it. Closing twice, or on another thread, is a BAD_RELEASE finding and changes nothing else.
 */
public interface Scope extends AutoCloseable {
  /** Ends it; never throws. */
  @Override
  void close();
}
