package dev.jlockdep.tests.conformance;

/** Which door of a lock an operation of the notation uses. */
enum Access {
  /** A lock without readers: monitor, mutex, semaphore. */
  PLAIN,
  WRITE,
  READ
}
