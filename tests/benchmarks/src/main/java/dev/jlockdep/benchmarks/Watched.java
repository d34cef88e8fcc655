package dev.jlockdep.benchmarks;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.Finding;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Guards against measuring the wrong thing: an agent that watches nothing is fast. */
final class Watched {
  private Watched() {}

  /** With an agent, the locks of the benchmark must be in its graph, and clean. */
  static void check(BenchmarkParams params) {
    if (!Lockdep.active()) {
      return;
    }
    int depth = Integer.parseInt(params.getBenchmark().replaceAll(".*depth", ""));
    int dependencies = LockdepControl.graph().dependencies().size();
    int all = depth * (depth - 1) / 2;
    if (LockdepControl.graph().classes().isEmpty() || dependencies < Math.min(depth - 1, all)) {
      throw new IllegalStateException(
          "the agent saw " + dependencies + " dependencies in locks nested " + depth + " deep");
    }
    for (Finding finding : LockdepControl.findings()) {
      throw new IllegalStateException("finding in the benchmark: " + finding.message());
    }
  }
}
