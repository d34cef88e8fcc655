package dev.jlockdep.internal.graph;

import java.util.Arrays;
import java.util.List;

/**
 * The dependencies between lock classes, and which of them lie on cycles.
 *
 * <p>Every class has two nodes, W and R, for "its exclusive / shared hold is released". Holding X
 * in mode m while requesting Y leads from m(X) to W(Y), and also to R(Y) unless the request is a
 * recursive read. A plain cycle there is exactly a strong cycle of lockdep (design.md 2.3), so no
 * weak-path rule is needed and the verdict does not depend on the order of arrival.
 *
 * <p>A node enters the topological order with the first dependency that leads from it: what leads
 * nowhere is on no cycle, and most classes have no R node to speak of.
 *
 * <p>Not thread-safe: callers hold the graph lock. Nothing here recurses.
 */
public final class DependencyGraph {
  private final DependencyTable table = new DependencyTable();
  private final ReleaseOrder order = new ReleaseOrder();
  /** Place in the order by node, 0 for nodes that lead nowhere. */
  private int[] placed = new int[128];
  private final CycleSearch search = new CycleSearch(this, table);
  private long refused;

  /** The dependency, made when new; null when the table is full. */
  public Dep of(LockClass from, boolean fromShared, LockClass to, int toMode, boolean timed) {
    Dep known = find(from, fromShared, to, toMode);
    if (known != null) {
      return known;
    }
    if (table.size() >= Limits.DEPENDENCIES_MAX) {
      refused++;
      return null;
    }
    Dep d = new Dep(from, to, fromShared, toMode, timed);
    makeRoom(Math.max(from.id, to.id) * 2 + 2);
    int source = place(d.fromNode());
    table.add(d);
    connect(source, to.id * 2);
    if (toMode != Dep.RECURSIVE_READ) {
      connect(source, to.id * 2 + 1);
    }
    return d;
  }

  public Dep find(LockClass from, boolean fromShared, LockClass to, int toMode) {
    int number = table.find(from.id * 2 + (fromShared ? 1 : 0), to.id, toMode);
    return number == DependencyTable.NONE ? null : table.get(number);
  }

  private void makeRoom(int nodes) {
    if (nodes > placed.length) {
      placed = Arrays.copyOf(placed, nodes + (nodes >> 2));
    }
  }

  private void connect(int source, int node) {
    if (placed[node] != 0) {
      order.addArc(source, placed[node]);
    }
  }

  /** The node's place in the order; a new one comes behind all that lead to it. */
  private int place(int node) {
    int place = placed[node];
    if (place != 0) {
      return place;
    }
    place = order.addNode();
    placed[node] = place;
    for (int i = table.firstInto(node >> 1); i != DependencyTable.NONE; i = table.nextInto(i)) {
      if (leads(i, node)) {
        int from = placed[table.fromNode(i)];
        order.moveBehind(place, from);
        order.addArc(from, place);
      }
    }
    return place;
  }

  /** Whether a dependency to the node's class leads to this node of it. */
  private boolean leads(int dependency, int node) {
    return (node & 1) == 0 || table.toMode(dependency) != Dep.RECURSIVE_READ;
  }

  /** Whether the dependency lies on a cycle. */
  public boolean closes(Dep d) {
    int from = d.fromNode();
    int to = d.to.id * 2;
    return onCycle(from, to) || d.toMode != Dep.RECURSIVE_READ && onCycle(from, to + 1);
  }

  /** Whether each of two nodes leads to the other, or both are the same. */
  boolean onCycle(int node, int other) {
    return placed[node] != 0
        && placed[other] != 0
        && order.sameComponent(placed[node], placed[other]);
  }

  /** Bound of the node numbers in use. */
  int nodes() {
    return placed.length;
  }

  /**
   * Cycles through a dependency that closes one: the shortest of any length first, then all of up
   * to {@link Limits#CYCLE_MAX} dependencies through distinct classes, shortest first.
   */
  public List<Dep[]> cyclesThrough(Dep d) {
    return search.through(d);
  }

  public List<Dep> all() {
    return table.all();
  }

  /** Dependencies that did not fit. */
  public long refused() {
    return refused;
  }

  /** For tests: throws when the order is broken. */
  void checkInvariants() {
    order.checkInvariants();
  }
}
