package dev.jlockdep.api;

/**
 * Thrown out of an acquire, before the lock is taken, when {@code onFinding=throw} is set and the
 * acquire completes a failing finding.
 */
public final class LockdepDeadlockError extends Error {
  private static final long serialVersionUID = 1L;
  private final transient Finding finding;

  public LockdepDeadlockError(String message, Finding finding) {
    super(message);
    this.finding = finding;
  }

  /** The finding, or null after deserialisation. */
  public Finding finding() {
    return finding;
  }
}
