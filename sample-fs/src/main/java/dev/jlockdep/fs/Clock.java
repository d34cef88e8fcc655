package dev.jlockdep.fs;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time of inodes: nanoseconds since 1970. */
final class Clock {
  private Clock() {}

  static long now() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
