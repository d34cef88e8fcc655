package dev.jlockdep.api;

import java.util.List;

/** The whole graph at one moment. Immutable snapshot. */
public final class GraphView {
  private final List<LockClassView> classes;
  private final List<DependencyView> dependencies;
  private final List<int[]> chains;

  /** @param chains distinct lock chains as class ids, outermost first */
  public GraphView(
      List<LockClassView> classes, List<DependencyView> dependencies, List<int[]> chains) {
    this.classes = classes;
    this.dependencies = dependencies;
    this.chains = chains;
  }

  public List<LockClassView> classes() {
    return classes;
  }

  public List<DependencyView> dependencies() {
    return dependencies;
  }

  public List<int[]> chains() {
    return chains;
  }
}
