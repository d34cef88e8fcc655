package dev.jlockdep.tests.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Samples of one thing, bare or watched. */
final class Cost {
  private final List<Double> samples = new ArrayList<>();
  private double bytes;

  void add(double sample) {
    samples.add(sample);
  }

  /** The most bytes an operation was seen to allocate. */
  void bytes(double perOperation) {
    bytes = Math.max(bytes, perOperation);
  }

  double bytes() {
    return bytes;
  }

  /**
   * The 15th percentile: other work on the machine only ever adds time, so the least disturbed
   * samples say most; the very least may be luck.
   */
  double quiet() {
    return percentile(0.15);
  }

  double median() {
    return percentile(0.5);
  }

  private double percentile(double share) {
    List<Double> sorted = new ArrayList<>(samples);
    Collections.sort(sorted);
    return sorted.get((int) (share * (sorted.size() - 1)));
  }
}
