package dev.jlockdep.api;

/**
 * What jlockdep knows of one live thread: the lock objects it holds and the one it last asked for.
 * Read without stopping the thread, so a consumer must see the same picture twice before it acts.
 */
public final class ThreadSnapshot {
  private final Thread thread;
  private final Object[] locks;
  private final LockClassView[] classes;
  private final AcquireMode[] modes;
  private final StackTraceElement[] positions;
  private final boolean[] pending;
  private final long acquisitions;
  private final String test;

  /**
   * @param locks the held lock objects, outermost first; monitors as the object itself, JDK locks as
   *     their synchronizer (the object {@code LockSupport.getBlocker} and ThreadInfo name)
   * @param pending true where the entry was asked for and may not have been granted yet: only the
   *     last entry can be
   * @param acquisitions number of acquires so far, modulo 2^64: unchanged means no progress
   * @param test the test that its task belongs to, or an empty string
   */
  public ThreadSnapshot(
      Thread thread,
      Object[] locks,
      LockClassView[] classes,
      AcquireMode[] modes,
      StackTraceElement[] positions,
      boolean[] pending,
      long acquisitions,
      String test) {
    this.thread = thread;
    this.locks = locks;
    this.classes = classes;
    this.modes = modes;
    this.positions = positions;
    this.pending = pending;
    this.acquisitions = acquisitions;
    this.test = test;
  }

  public Thread thread() {
    return thread;
  }

  public int depth() {
    return locks.length;
  }

  public Object lock(int i) {
    return locks[i];
  }

  public LockClassView lockClass(int i) {
    return classes[i];
  }

  public AcquireMode mode(int i) {
    return modes[i];
  }

  /** Where it was taken, or null when unknown. */
  public StackTraceElement position(int i) {
    return positions[i];
  }

  public boolean pending(int i) {
    return pending[i];
  }

  public long acquisitions() {
    return acquisitions;
  }

  public String test() {
    return test;
  }
}
