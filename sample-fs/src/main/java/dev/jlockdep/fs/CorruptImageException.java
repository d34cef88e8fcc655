package dev.jlockdep.fs;

import java.io.IOException;

/** What is on the device is no filesystem, or one that something has damaged. */
public final class CorruptImageException extends IOException {
  private static final long serialVersionUID = 1L;

  CorruptImageException(String what) {
    super("corrupt image: " + what);
  }

  CorruptImageException(String what, Throwable cause) {
    super("corrupt image: " + what, cause);
  }
}
