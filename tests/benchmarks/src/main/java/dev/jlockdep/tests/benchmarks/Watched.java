package dev.jlockdep.tests.benchmarks;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.DependencyView;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.LockClassView;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Guards against measuring the wrong thing: an agent that watches nothing is fast. */
final class Watched {
  private Watched() {}

  /** With an agent, the locks of the benchmark must be in its graph, and clean. */
  static void check(BenchmarkParams params) {
    if (!Lockdep.active()) {
      return;
    }
    String[] words = params.getBenchmark().split("\\.");
    String locks = words[words.length - 2];
    int depth = Integer.parseInt(words[words.length - 1].substring("depth".length()));
    int dependencies = dependencies(locks);
    if (dependencies < depth - 1) { // a lock that never nests need not be known at all
      throw new IllegalStateException(
          "the agent saw " + dependencies + " dependencies of " + locks + ", nested " + depth
              + " deep");
    }
    clean();
  }

  /** With an agent, the benchmark has no findings. */
  static void clean() {
    for (Finding finding : LockdepControl.findings()) {
      throw new IllegalStateException("finding in the benchmark: " + finding.message());
    }
  }

  private static int dependencies(String locks) {
    int dependencies = 0;
    for (DependencyView known : LockdepControl.graph().dependencies()) {
      dependencies += of(locks, known.from()) && of(locks, known.to()) ? 1 : 0;
    }
    return dependencies;
  }

  private static boolean of(String locks, LockClassView lockClass) {
    return lockClass.name().contains(locks);
  }
}
