package dev.jlockdep.api;

/**
 * A queue of work that one thread carries out in order (task work of a ring's owner, an event loop,
 * a single-thread executor). A {@link Ticket} handed over to it is ended by whoever drains it.
 * Thread-safe.
 */
public interface TaskQueue {
  /** Name of its lock class. */
  String name();

  /**
   * From now on only {@code thread} drains the queue (null: nobody in particular): tickets handed
   * over to the queue are held by that thread.
   */
  TaskQueue drainedBy(Thread thread);

  /**
   * The calling thread carries out work of the queue until the scope is closed: what it asks for
   * then is needed by everything that waits in the queue.
   */
  Scope drain();
}
