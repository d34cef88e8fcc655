package dev.jlockdep.fs.workload;

/** One thread of a workload. */
interface Worker {
  /** One or a few calls, and what must be true after them. */
  void step() throws Exception;

  /** After the last step, on the same thread. */
  default void end() throws Exception {}
}
