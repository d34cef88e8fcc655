package dev.jlockdep.agent.model;

/**
 * Models that are on by default: locks of the JDK that are written by hand. Kept as text in a type of
 * their own, which is loaded when the first type named here is.
 */
final class Bundled {
  static final String SWING = "javax/swing/text/AbstractDocument";

  private Bundled() {}

  /** The text of the model of a type that {@link Models} knows to be here. */
  static String text(String type) {
    if (!type.equals(SWING)) {
      throw new IllegalArgumentException("no bundled model of " + type + ": known is " + SWING);
    }
    // A reader waits for an active writer only, never for a queued one. The writer may read and
    // write again; a reader that asks to write waits for itself.
    return "type javax.swing.text.AbstractDocument\n"
        + "  lock document = this reentrant monitor\n"
        + "  writeLock()    acquires document write\n"
        + "  writeUnlock()  releases document\n"
        + "  readLock()     acquires document recursive\n"
        + "  readUnlock()   releases document\n";
  }
}
