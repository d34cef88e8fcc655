package programs.pages;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Retry;

/** The right form of {@link Writes}: the same progress twice, then another way. */
public final class WritesBuffered {
  private WritesBuffered() {}

  static int write(int bytes) {
    int left = bytes;
    int before = -1;
    try (Retry retry = Lockdep.retry("WritesBuffered.write")) {
      while (left > 0) {
        if (left == before) {
          retry.fellBack();
          left -= copyThroughCache(left);
        } else {
          retry.attempt(left);
          before = left;
          left -= copyWithoutFaults(left);
        }
      }
    }
    return bytes - left;
  }

  private static int copyWithoutFaults(int left) {
    return left > 4096 ? 4096 : 0;
  }

  private static int copyThroughCache(int left) {
    return left;
  }

  public static void main(String[] args) {
    System.out.println(write(8192) + " of 8192 bytes written");
  }
}
