package dev.jlockdep.fs.scenario;

import java.util.Locale;

/** How a scenario is run. */
enum Mode {
  /** Faulty code that really hangs: the proof that the bug is one. */
  FORCED,
  /** Faulty code with a rescuer: nothing hangs, and jlockdep must still report. */
  BENIGN,
  /** Correct code: silence. */
  FIXED;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
