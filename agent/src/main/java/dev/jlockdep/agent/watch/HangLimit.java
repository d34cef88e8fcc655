package dev.jlockdep.agent.watch;

import dev.jlockdep.api.Finding;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How long a JVM may hang. It hangs while the threads of a deadlock that was reported are stuck and
 * no test begins or ends: a test may leave stuck threads behind and others still go on. Used by the
 * thread of the watch only.
 */
public final class HangLimit {
  private final long nanos;
  private final Predicate<Finding> counts;
  private final Consumer<Finding> end;
  private String test;
  private long since;
  private boolean hanging;

  /**
   * @param seconds 0 for ever
   * @param counts which deadlocks end a JVM at all
   * @param end ends the JVM
   */
  public HangLimit(int seconds, Predicate<Finding> counts, Consumer<Finding> end) {
    this.nanos = seconds * 1_000_000_000L;
    this.counts = counts;
    this.end = end;
  }

  /**
   * Told after each look at all threads.
   *
   * @param stuck deadlocks that were reported and last
   * @param running the test that was started last
   * @param now nanoTime
   */
  void look(Collection<Finding> stuck, String running, long now) {
    if (nanos == 0) {
      return;
    }
    Finding deadlock = first(stuck);
    if (deadlock == null) {
      hanging = false;
    } else if (!hanging || !running.equals(test)) {
      hanging = true;
      since = now;
      test = running;
    } else if (now - since >= nanos) {
      end.accept(deadlock);
    }
  }

  private Finding first(Collection<Finding> stuck) {
    for (Finding deadlock : stuck) {
      if (counts.test(deadlock)) {
        return deadlock;
      }
    }
    return null;
  }
}
