package dev.jlockdep.api;

/** Told of long waits for locks, where lock statistics are taken. */
public interface WaitListener {
  /**
   * The calling thread waited for a lock and has it now. Must be quick and take no lock of the
   * program; what it throws is kept and makes the run incomplete.
   *
   * @param nanos how long
   */
  void waited(LockClassView lockClass, boolean shared, long nanos);
}
