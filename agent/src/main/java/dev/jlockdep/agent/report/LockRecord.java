package dev.jlockdep.agent.report;

/**
 * One lock of a finding as reports print it.
 *
 * @param lockClass name of its lock class
 * @param kind monitor, ReentrantLock, rwlock, event, ...
 * @param type binary name of the type of the lock object
 * @param mode name of the acquire mode
 * @param position {@code pkg.Type.method(File.java:12)}, or an empty string
 * @param note an addition for the reader, or an empty string
 */
public record LockRecord(
    String lockClass,
    String kind,
    String type,
    boolean declared,
    String instance,
    String mode,
    String position,
    String note) {

  /** Whether it is waited for and brought about, not taken and let go. */
  public boolean isEvent() {
    return !declared
        && (kind.equals("event") || kind.equals("future") || kind.equals("thread")
            || kind.equals("pool"));
  }

  public boolean exclusive() {
    return mode.equals("EXCLUSIVE");
  }
}
