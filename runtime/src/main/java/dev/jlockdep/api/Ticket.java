package dev.jlockdep.api;

/**
 * One unit of a counter ({@code Lockdep.begin}): a shared hold that belongs to whoever must run
 * {@link #end()}, across calls and threads (the in-flight count of {@code inode_dio_begin}).
 * Thread-safe; every method after {@code end()} is ignored, except a second {@code end()}, which is
 * a BAD_RELEASE finding.
 */
public interface Ticket {
  /**
   * Says that the release is now the duty of another party. A {@link Thread} becomes the holder; any
   * other object (an executor, a work queue served by other threads) takes the hold off every
   * thread.
   */
  void handOff(Object target);

  /** Releases the unit. May be called on any thread. */
  void end();
}
