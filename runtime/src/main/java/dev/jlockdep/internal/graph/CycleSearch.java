package dev.jlockdep.internal.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Names the cycles through a dependency that is known to lie on one. All of them are within one
 * strong component, so nothing outside it is looked at. Not thread-safe; keeps its arrays.
 */
final class CycleSearch {
  private static final int NONE = DependencyTable.NONE;
  private final DependencyGraph graph;
  private final DependencyTable table;
  /** By node: when it was reached, over which dependency; then the nodes in that order. */
  private int[] mark = new int[0];
  private int[] via = new int[0];
  private int[] queue = new int[0];
  private int stamp;
  private int steps;
  /** The node that all cycles of this search go through. */
  private int goal;

  CycleSearch(DependencyGraph graph, DependencyTable table) {
    this.graph = graph;
    this.table = table;
  }

  List<Dep[]> through(Dep d) {
    List<Dep[]> found = new ArrayList<>();
    if (d.from == d.to || !graph.closes(d)) {
      return found;
    }
    goal = d.fromNode();
    int start = table.numberOf(d);
    Dep[] shortest = shortest(start);
    if (shortest == null) {
      return found;
    }
    if (simple(shortest)) {
      found.add(shortest);
    }
    if (d.from.init != null && d.to.init != null) {
      // initialisers nest, so longer circles abound and say the same
      return found;
    }
    steps = Limits.SEARCH_STEPS_MAX;
    for (int length = Math.max(2, shortest.length); length <= Limits.CYCLE_MAX; length++) {
      walk(start, length, found);
    }
    return found;
  }

  /** A path over W and R of one class is closed, but a shorter cycle of it is known already. */
  private boolean simple(Dep[] cycle) {
    int s = ++stamp;
    for (Dep d : cycle) {
      int w = d.from.id * 2;
      if (mark[w] == s) {
        return false;
      }
      mark[w] = s;
    }
    return true;
  }

  // ---- the shortest one ------------------------------------------------------------------------

  private Dep[] shortest(int start) {
    makeRoom();
    stamp++;
    int count = reach(start, 0);
    for (int i = 0; i < count; i++) {
      for (int d = table.firstFrom(queue[i]); d != NONE; d = table.nextFrom(d)) {
        if (leadsToGoal(d)) {
          return path(start, d);
        }
        if (table.fromNode(d) >> 1 != table.toClass(d)) {
          count = reach(d, count);
        }
      }
    }
    return null;
  }

  private void makeRoom() {
    int nodes = graph.nodes();
    if (mark.length < nodes) {
      mark = new int[nodes];
      via = new int[nodes];
      queue = new int[nodes];
      stamp = 0;
    }
  }

  /** Whether a dependency leads to the goal, other than from the goal's own class. */
  private boolean leadsToGoal(int d) {
    return table.toClass(d) == goal >> 1
        && table.fromNode(d) >> 1 != goal >> 1
        && ((goal & 1) == 0 || table.toMode(d) != Dep.RECURSIVE_READ);
  }

  private int reach(int d, int count) {
    int reached = count;
    int w = table.toClass(d) * 2;
    int last = table.toMode(d) == Dep.RECURSIVE_READ ? w : w + 1;
    for (int node = w; node <= last; node++) {
      if (mark[node] != stamp && graph.onCycle(node, goal)) {
        mark[node] = stamp;
        via[node] = d;
        queue[reached++] = node;
      }
    }
    return reached;
  }

  private Dep[] path(int first, int last) {
    int length = 1;
    for (int d = last; d != first; d = via[table.fromNode(d)]) {
      length++;
    }
    Dep[] path = new Dep[length];
    int d = last;
    for (int i = length - 1; i > 0; i--) {
      path[i] = table.get(d);
      d = via[table.fromNode(d)];
    }
    path[0] = table.get(first);
    return path;
  }

  // ---- all short ones --------------------------------------------------------------------------

  /** Depth-first with an explicit stack; only cycles of exactly {@code length} are kept. */
  private void walk(int start, int length, List<Dep[]> found) {
    int[] path = new int[length];
    path[0] = start;
    int depth = 1;
    path[1] = first(start);
    while (depth > 0 && found.size() < Limits.CYCLES_PER_DEPENDENCY && steps > 0) {
      steps--;
      int candidate = path[depth];
      if (candidate == NONE) {
        depth--;
        advance(path, depth);
      } else if (depth == length - 1) {
        if (leadsToGoal(candidate)) {
          addNew(found, path);
        }
        advance(path, depth);
      } else if (table.toClass(candidate) != goal >> 1 && !visits(path, depth)) {
        depth++;
        path[depth] = first(candidate);
      } else {
        advance(path, depth);
      }
    }
  }

  /** Goes on to the next dependency that can follow the one before it on the path. */
  private void advance(int[] path, int depth) {
    if (depth == 0) {
      return;
    }
    int d = path[depth];
    int next = table.nextFrom(d);
    boolean fromW = (table.fromNode(d) & 1) == 0;
    path[depth] = next == NONE && fromW ? firstShared(path[depth - 1]) : next;
  }

  /** The first dependency that can follow: from W of the class requested, else from R of it. */
  private int first(int d) {
    int w = table.toClass(d) * 2;
    int first = graph.onCycle(w, goal) ? table.firstFrom(w) : NONE;
    return first != NONE ? first : firstShared(d);
  }

  private int firstShared(int d) {
    int r = table.toClass(d) * 2 + 1;
    return table.toMode(d) != Dep.RECURSIVE_READ && graph.onCycle(r, goal)
        ? table.firstFrom(r)
        : NONE;
  }

  /** Whether the last dependency of the path leads to a class that the path met before. */
  private boolean visits(int[] path, int depth) {
    int lockClass = table.toClass(path[depth]);
    for (int i = 0; i < depth; i++) {
      if (table.toClass(path[i]) == lockClass) {
        return true;
      }
    }
    return false;
  }

  private void addNew(List<Dep[]> found, int[] path) {
    Dep[] cycle = new Dep[path.length];
    for (int i = 0; i < path.length; i++) {
      cycle[i] = table.get(path[i]);
    }
    for (Dep[] f : found) {
      if (Arrays.equals(f, cycle)) {
        return;
      }
    }
    found.add(cycle);
  }
}
