package dev.jlockdep.api;

import java.util.Map;

/** Counters of a run, in a fixed order; values are numbers or short texts. Immutable. */
public final class Stats {
  private final Map<String, Object> values;

  public Stats(Map<String, Object> values) {
    this.values = values;
  }

  /** Key to value, in print order; do not modify. */
  public Map<String, Object> values() {
    return values;
  }
}
