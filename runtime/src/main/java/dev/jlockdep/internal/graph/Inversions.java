package dev.jlockdep.internal.graph;

/**
 * Real inversions between instances of one lock class: circles over the witnesses of a dependency
 * from a class to itself (x1 then x2, elsewhere x2 then x1; philosophers). Used under the graph lock.
 */
public final class Inversions {
  private static final int LENGTH_MAX = 5;
  private static final int STEPS_MAX = 20_000;
  private static final int CHAINS = 512;
  /** Witnesses by the instance held: first of each chain and next of each witness, less 1. */
  private static final short[] FIRST = new short[CHAINS];
  private static final short[] NEXT = new short[Limits.WITNESSES_MAX];

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
    if (!closes(w)) {
      return null;
    }
    index();
    path[0] = w;
    for (int length = 2; length <= LENGTH_MAX; length++) {
      Witness[] found = extend(1, length);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Whether a circle through a witness has a chance: its held lock is asked for by another. */
  private boolean closes(Witness w) {
    boolean into = false;
    boolean outOf = false;
    for (int i = 0; i < dep.witnessCount; i++) {
      Witness o = dep.witnesses[i];
      into |= o.requestInstance == w.heldInstance;
      outOf |= o.heldInstance == w.requestInstance;
    }
    return into && outOf;
  }

  private void index() {
    java.util.Arrays.fill(FIRST, (short) 0);
    for (int i = dep.witnessCount - 1; i >= 0; i--) {
      int chain = dep.witnesses[i].heldInstance & CHAINS - 1;
      NEXT[i] = FIRST[chain];
      FIRST[chain] = (short) (i + 1);
    }
  }

  public Matcher.Obstacle obstacle() {
    return farthest;
  }

  public int gate() {
    return gate;
  }

  private Witness[] extend(int n, int length) {
    int wanted = path[n - 1].requestInstance;
    for (int i = FIRST[wanted & CHAINS - 1] - 1; i >= 0; i = NEXT[i] - 1) {
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
