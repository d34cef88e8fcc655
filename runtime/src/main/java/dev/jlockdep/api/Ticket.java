package dev.jlockdep.api;

/**
 * A hold that belongs to whoever must run {@link #end()}, across calls and threads: one unit of a
 * counter (the in-flight count of {@code inode_dio_begin}), or the promise that an event will be
 * signalled. Thread-safe. Ending twice, and handing over what one does not hold or has ended
 * oneself, are BAD_RELEASE findings and change nothing.
 */
public interface Ticket {
  /**
   * Says that the release is now the duty of another party.
   *
   * <ul>
   *   <li>A {@link Thread} becomes the holder. A completion that starts on a pool thread hands the
   *       ticket over to its own thread first: then all it asks for is needed for the release.
   *   <li>A {@link TaskQueue}: the thread that drains it becomes the holder, or, where that is not
   *       known beforehand, the release is known to need the queue.
   *   <li>Any other object (an executor, a work queue served by many threads) takes the hold off
   *       every thread; what is held where it is ended counts as needed for the release.
   * </ul>
   */
  void handOff(Object target);

  /** Releases the unit, or signals the event. May be called on any thread. */
  void end();
}
