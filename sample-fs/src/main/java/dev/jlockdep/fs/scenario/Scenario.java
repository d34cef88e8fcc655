package dev.jlockdep.fs.scenario;

import java.util.EnumSet;
import java.util.Set;

/** One bug of the Linux threads, runnable in three modes. A new object for each run. */
interface Scenario {
  String id();

  /** Rows of the specification it comes from. */
  String seed();

  String title();

  /** What the faulty modes must report. */
  Expected expected();

  /**
   * What a mode must report: where the forced calls hang earlier, they show another side of the same
   * bug.
   */
  default Expected expected(Mode mode) {
    return mode == Mode.FIXED ? Expected.SILENCE : expected();
  }

  /**
   * Whether its fixed mode may share a JVM with those of others: none of them has a fault switched on,
   * so together they must be as silent as each alone.
   */
  default boolean fixedTogether() {
    return true;
  }

  /** The modes it has: what is no bug has no faulty ones. */
  default Set<Mode> modes() {
    return EnumSet.allOf(Mode.class);
  }

  Outcome run(Mode mode, RunOptions options) throws Exception;
}
