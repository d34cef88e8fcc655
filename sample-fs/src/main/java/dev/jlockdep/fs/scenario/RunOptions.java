package dev.jlockdep.fs.scenario;

/**
 * @param hangMillis how long a forced run must stand still before it counts as hung
 * @param inMemory whether the device lives in memory instead of in a temporary file
 */
record RunOptions(long hangMillis, boolean inMemory) {
  static final RunOptions DEFAULT = new RunOptions(2_000, false);
}
