package programs.pages;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Retry;

/** LIVELOCK: a write that faults its buffer in and tries again, and never gets on. */
public final class Writes {
  private Writes() {}

  static int write(int bytes) {
    int left = bytes;
    try (Retry retry = Lockdep.retry("Writes.write")) {
      for (int attempts = 0; left > 0 && attempts < 10; attempts++) {
        retry.attempt(left);
        left -= copyWithoutFaults(left);
        faultIn();
      }
    }
    return bytes - left;
  }

  /** Each attempt drops the very page that was just faulted in. */
  private static int copyWithoutFaults(int left) {
    return left > 4096 ? 4096 : 0;
  }

  private static void faultIn() {}

  public static void main(String[] args) {
    System.out.println(write(8192) + " of 8192 bytes written");
  }
}
