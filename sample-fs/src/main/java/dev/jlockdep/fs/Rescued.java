package dev.jlockdep.fs;

/**
 * Thrown instead of blocking where a scenario told its thread not to ({@link Task#rescueAt}): the call
 * unwinds as if a signal had ended it. It stands for nothing a filesystem does.
 */
public final class Rescued extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** @param what the wait that would not have ended */
  public Rescued(String what) {
    super("would have waited for " + what + " for ever");
  }
}
