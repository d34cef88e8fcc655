package dev.jlockdep.agent.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Standard error without {@code System.err}: the stream's lock belongs to the watched program, and
 * taking it on a thread that holds the program's locks could cause the deadlock it warns of.
 */
public final class Stderr {
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.err);

  private Stderr() {}

  /** Prints the text and a line end. */
  public static void line(String text) {
    print(text + "\n");
  }

  /** Prints in one write. */
  public static void print(String text) {
    try {
      OUT.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // nobody reads it: the dump has everything
    }
  }
}
