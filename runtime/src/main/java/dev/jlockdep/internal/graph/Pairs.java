package dev.jlockdep.internal.graph;

/**
 * Orders of two instances of one class, far more than a dependency keeps as witnesses: among many
 * transfers in one order the single one in the other is what counts. Used under the graph lock.
 */
public final class Pairs {
  private final LongMap<Witness> byPair = new LongMap<>(64);

  /** Remembers the order of a witness; returns the circle that it makes with an earlier one. */
  public Witness[] inverse(Dep d, Witness w) {
    Witness other = byPair.get(key(w.requestInstance, w.heldInstance));
    if (byPair.size() < Limits.PAIRS_MAX) {
      long own = key(w.heldInstance, w.requestInstance);
      if (byPair.get(own) == null) {
        byPair.put(own, w);
      }
    }
    if (other == null) {
      return null;
    }
    Witness[] circle = {w, other};
    return Matcher.judge(new Dep[] {d, d}, circle) == Matcher.Obstacle.NONE ? circle : null;
  }

  private static long key(int held, int requested) {
    return (long) held << 32 | requested & 0xFFFFFFFFL;
  }
}
