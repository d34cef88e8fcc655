package dev.jlockdep.agent.merge;

/** One dependency over all runs. */
final class MergedDependency {
  final String id;
  final String from;
  final String fromMode;
  final String to;
  final String toMode;
  final RunCounts counts = new RunCounts();
  boolean timedOnly = true;
  MergedWitness witness;

  MergedDependency(String id, String from, String fromMode, String to, String toMode) {
    this.id = id;
    this.from = from;
    this.fromMode = fromMode;
    this.to = to;
    this.toMode = toMode;
  }

  /** The smaller witness stays, by an order that only looks at content. */
  void offer(MergedWitness other) {
    if (other != null && (witness == null || other.compareTo(witness) < 0)) {
      witness = other;
    }
  }
}
