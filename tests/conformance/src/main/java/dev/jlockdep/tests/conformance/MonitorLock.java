package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;

/** A monitor. Blocks nest by recursion: the interpreter runs the rest of the sequence inside. */
final class MonitorLock extends RowLock {
  private final Object monitor;

  /** What runs inside the block. */
  @FunctionalInterface
  interface Body {
    int run() throws Exception;
  }

  MonitorLock(String lockClass) {
    monitor = Lockdep.name(new Object(), lockClass);
  }

  @Override
  Object object() {
    return monitor;
  }

  int within(Body body) throws Exception {
    synchronized (monitor) {
      return body.run();
    }
  }

  @Override
  void acquire(Access access) {
    throw new UnsupportedOperationException("a monitor is entered with within()");
  }

  @Override
  void release(Access access) {
    throw new UnsupportedOperationException("a monitor is left at the end of its block");
  }
}
