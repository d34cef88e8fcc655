package dev.jlockdep.agent;

import java.io.File;
import java.io.IOException;

/**
 * The id of this process. {@code ProcessHandle} starts a thread pool behind the scenes, which costs
 * more start-up time than the rest of the output side, so where /proc tells the id it is not asked.
 */
public final class Pid {
  private Pid() {}

  /** The id in decimal digits. */
  public static String text() {
    try {
      String name = new File("/proc/self").getCanonicalFile().getName();
      if (isNumber(name)) {
        return name;
      }
    } catch (IOException e) {
      // no such file system here
    }
    return Long.toString(ProcessHandle.current().pid());
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
