package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.DependencyRecord;
import dev.jlockdep.agent.report.LockRecord;
import dev.jlockdep.agent.report.Names;

/**
 * One task of a finding: what it holds and what it wants.
 *
 * @param column its name, unique in the finding
 * @param count sightings of its order, 0 when not known
 * @param now whether it is the task that closed the circle
 */
public record Side(String column, DependencyRecord dependency, long count, boolean now) {

  /** {@code teller (seen 14 times, first in com.acme.BankTest#pays)}. */
  public String title() {
    if (now) {
      return column + " (now)";
    }
    String seen = count == 0 ? "" : count == 1 ? "seen once" : "seen " + count + " times";
    String test = dependency.test().isEmpty() ? "" : "first in " + dependency.test();
    String both = seen + (seen.isEmpty() || test.isEmpty() ? "" : ", ") + test;
    return both.isEmpty() ? column : column + " (" + both + ")";
  }

  /** The lock with the way it is taken, {@code Cache.rw (shared)}. */
  public static String lock(LockRecord lock) {
    return Names.brief(lock.lockClass()) + mode(lock);
  }

  private static String mode(LockRecord lock) {
    switch (lock.mode()) {
      case "READ":
        return " (shared)";
      case "RECURSIVE_READ":
        return " (shared, recursive)";
      default:
        return "";
    }
  }
}
