package dev.jlockdep.fs.scenario;

/** The command line cannot be understood; the message says why and what was meant. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
