package dev.jlockdep.api;

/**
 * Receives findings. Called on the thread that made the finding, with no lock of jlockdep held and
 * with hooks disabled for that thread. A finding whose evidence grew stronger comes again with the
 * same fingerprint and a higher level. Exceptions are counted and swallowed.
 */
public interface FindingListener {
  void found(Finding finding);
}
