package dev.jlockdep.tests.conformance;

/**
 * A lock of a row. Sequences run one thread after the other, so an acquire that would block is a
 * mistake of the program; the kinds that could block for ever throw instead.
 */
abstract class RowLock {
  /** The lock object that the tool sees. */
  abstract Object object();

  abstract void acquire(Access access);

  abstract void release(Access access);

  /** A {@code tryLock()} that succeeds. */
  void tryAcquire() {
    throw new UnsupportedOperationException(getClass() + " has no trylock in the data");
  }

  /** A timed {@code tryLock} that succeeds. */
  void timedTryAcquire() throws InterruptedException {
    throw new UnsupportedOperationException(getClass() + " has no timed trylock in the data");
  }

  void acquireUnder(Object outer) {
    throw new UnsupportedOperationException(getClass() + " has no nest lock");
  }

  static void expect(boolean granted, String what) {
    if (!granted) {
      throw new IllegalStateException(what + " was not granted at once");
    }
  }
}
