package dev.jlockdep.internal.graph;

/**
 * Real inversions between instances of one lock class: circles over the witnesses of a dependency
 * from a class to itself (x1 then x2, elsewhere x2 then x1; philosophers).
 */
public final class Inversions {
  private static final int LENGTH_MAX = 5;
  private static final int STEPS_MAX = 20_000;
  private final Dep dep;
  private final Witness[] path = new Witness[LENGTH_MAX];
  private int steps;
  private Matcher.Obstacle farthest = Matcher.Obstacle.INSTANCES;
  private int gate;

  public Inversions(Dep dep) {
    this.dep = dep;
  }

  /** The shortest circle through a new witness, or null. */
  public Witness[] through(Witness w) {
    path[0] = w;
    for (int length = 2; length <= LENGTH_MAX; length++) {
      Witness[] found = extend(1, length);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  public Matcher.Obstacle obstacle() {
    return farthest;
  }

  public int gate() {
    return gate;
  }

  private Witness[] extend(int n, int length) {
    int wanted = path[n - 1].requestInstance;
    for (int i = 0; i < dep.witnessCount; i++) {
      if (++steps > STEPS_MAX) {
        return null;
      }
      Witness next = dep.witnesses[i];
      if (next.heldInstance != wanted || next == path[n - 1]) {
        continue;
      }
      path[n] = next;
      if (n + 1 == length) {
        if (next.requestInstance == path[0].heldInstance) {
          Witness[] found = judge(length);
          if (found != null) {
            return found;
          }
        }
      } else {
        Witness[] found = extend(n + 1, length);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private Witness[] judge(int length) {
    Dep[] deps = new Dep[length];
    Witness[] found = new Witness[length];
    for (int i = 0; i < length; i++) {
      deps[i] = dep;
      found[i] = path[i];
    }
    Matcher.Obstacle o = Matcher.judge(deps, found);
    if (o.compareTo(farthest) > 0) {
      farthest = o;
    }
    return o == Matcher.Obstacle.NONE ? found : null;
  }
}
