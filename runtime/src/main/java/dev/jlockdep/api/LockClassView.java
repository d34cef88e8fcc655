package dev.jlockdep.api;

/** A lock class as reports see it: all lock instances that obey the same rules. */
public interface LockClassView {
  /** Unique name, stable across runs: user name, owning field, creation site or type. */
  String name();

  /** What the lock is: monitor, ReentrantLock, rwlock, StampedLock, Semaphore, counter, .... */
  String kind();

  /** Binary name of the type of the lock instances. */
  String type();

  /** Whether the class was declared through the jlockdep API. */
  boolean declared();

  /** Small positive number, unique in this JVM only. */
  int id();
}
