package dev.jlockdep.internal.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The dependencies between lock classes and the search for cycles.
 *
 * <p>Every class has two nodes, W and R, for "its exclusive / shared hold is released". Holding X in
 * mode m while requesting Y leads from m(X) to W(Y), and also to R(Y) unless the request is a
 * recursive read. A plain cycle there is exactly a strong cycle of lockdep (design.md 2.3), so no
 * weak-path rule is needed and the verdict does not depend on the order of arrival.
 *
 * <p>Not thread-safe: callers hold the graph lock. Nothing here recurses on the stack without bound.
 */
public final class DependencyGraph {
  private final LongMap<Dep> byKey = new LongMap<>(1024);
  private Dep[][] out = new Dep[512][];
  private int[] outCount = new int[512];
  private final ArrayList<Dep> all = new ArrayList<>();
  private int[] mark = new int[512];
  private int stamp;
  private int[] queue = new int[512];
  private long refused;

  /** The dependency, made when new; null when the table is full. */
  public Dep of(LockClass from, boolean fromShared, LockClass to, int toMode, boolean timed) {
    long k = key(from, fromShared, to, toMode);
    Dep d = byKey.get(k);
    if (d != null) {
      return d;
    }
    if (all.size() >= Limits.DEPENDENCIES_MAX) {
      refused++;
      return null;
    }
    d = new Dep(from, to, fromShared, toMode, timed);
    byKey.put(k, d);
    all.add(d);
    link(d);
    return d;
  }

  public Dep find(LockClass from, boolean fromShared, LockClass to, int toMode) {
    return byKey.get(key(from, fromShared, to, toMode));
  }

  private static long key(LockClass from, boolean fromShared, LockClass to, int toMode) {
    return (long) from.id << 32 | (long) to.id << 4 | (fromShared ? 8 : 0) | toMode << 1 | 1;
  }

  private void link(Dep d) {
    int top = Math.max(d.from.id, d.to.id) * 2 + 1;
    if (top >= out.length) {
      int n = Math.max(out.length * 2, top + 1);
      out = Arrays.copyOf(out, n);
      outCount = Arrays.copyOf(outCount, n);
      mark = Arrays.copyOf(mark, n);
      queue = new int[n];
    }
    int node = d.fromNode();
    Dep[] list = out[node];
    if (list == null) {
      list = new Dep[4];
      out[node] = list;
    } else if (outCount[node] == list.length) {
      list = Arrays.copyOf(list, list.length * 2);
      out[node] = list;
    }
    list[outCount[node]++] = d;
  }

  /** Whether the dependency lies on a cycle. Breadth-first, linear in the graph. */
  public boolean closes(Dep d) {
    int goal = d.fromNode();
    int s = ++stamp;
    int head = 0;
    int tail = 0;
    int w = d.to.id * 2;
    if (w == goal || d.toMode != 2 && w + 1 == goal) {
      return true;
    }
    mark[w] = s;
    queue[tail++] = w;
    if (d.toMode != 2) {
      mark[w + 1] = s;
      queue[tail++] = w + 1;
    }
    while (head < tail) {
      int node = queue[head++];
      Dep[] list = out[node];
      for (int i = 0, n = outCount[node]; i < n; i++) {
        Dep next = list[i];
        int t = next.to.id * 2;
        for (int m = 0, modes = next.toMode == 2 ? 1 : 2; m < modes; m++) {
          int to = t + m;
          if (to == goal) {
            return true;
          }
          if (mark[to] != s) {
            mark[to] = s;
            queue[tail++] = to;
          }
        }
      }
    }
    return false;
  }

  /**
   * Cycles through a dependency that closes one: the shortest of any length first, then all of up to
   * {@link Limits#CYCLE_MAX} dependencies through distinct classes, shortest first.
   */
  public List<Dep[]> cyclesThrough(Dep d) {
    List<Dep[]> found = new ArrayList<>();
    if (d.from == d.to) {
      return found;
    }
    Dep[] shortest = shortest(d);
    if (shortest == null) {
      return found;
    }
    if (simple(shortest)) {
      found.add(shortest);
    }
    int[] steps = {Limits.SEARCH_STEPS_MAX};
    for (int length = Math.max(2, shortest.length); length <= Limits.CYCLE_MAX; length++) {
      walk(d, length, found, steps);
    }
    return found;
  }

  /** A path over W and R of one class is closed, but a shorter cycle of it is known already. */
  private static boolean simple(Dep[] cycle) {
    for (int i = 0; i < cycle.length; i++) {
      for (int j = i + 1; j < cycle.length; j++) {
        if (cycle[i].from == cycle[j].from) {
          return false;
        }
      }
    }
    return true;
  }

  private Dep[] shortest(Dep d) {
    int goal = d.fromNode();
    int s = ++stamp;
    Dep[] via = new Dep[mark.length];
    int[] from = new int[mark.length];
    ArrayDeque<Integer> todo = new ArrayDeque<>();
    for (int m = 0, modes = d.toMode == 2 ? 1 : 2; m < modes; m++) {
      int node = d.to.id * 2 + m;
      mark[node] = s;
      from[node] = -1;
      todo.add(node);
    }
    while (!todo.isEmpty()) {
      int node = todo.poll();
      Dep[] list = out[node];
      for (int i = 0, n = outCount[node]; i < n; i++) {
        Dep next = list[i];
        if (next.from == next.to) {
          continue;
        }
        for (int m = 0, modes = next.toMode == 2 ? 1 : 2; m < modes; m++) {
          int to = next.to.id * 2 + m;
          if (to == goal) {
            return path(d, next, node, via, from);
          }
          if (mark[to] != s) {
            mark[to] = s;
            via[to] = next;
            from[to] = node;
            todo.add(to);
          }
        }
      }
    }
    return null;
  }

  private static Dep[] path(Dep first, Dep last, int node, Dep[] via, int[] from) {
    ArrayList<Dep> back = new ArrayList<>();
    back.add(last);
    for (int n = node; from[n] != -1; n = from[n]) {
      back.add(via[n]);
    }
    back.add(first);
    int len = back.size();
    Dep[] out = new Dep[len];
    for (int i = 0; i < len; i++) {
      out[i] = back.get(len - 1 - i);
    }
    return out;
  }

  /** Depth-first with an explicit stack; only paths of exactly {@code length} are kept. */
  private void walk(Dep d, int length, List<Dep[]> found, int[] steps) {
    Dep[] path = new Dep[length];
    int[] next = new int[length];
    path[0] = d;
    int depth = 1;
    next[1 % length] = 0;
    while (depth > 0 && found.size() < Limits.CYCLES_PER_DEPENDENCY && steps[0] > 0) {
      steps[0]--;
      Dep candidate = successor(path[depth - 1], next[depth]++);
      if (candidate == null) {
        depth--;
        if (depth == 0) {
          break;
        }
        continue;
      }
      boolean closing = depth == length - 1;
      if (closing) {
        if (candidate.to == d.from && leadsTo(candidate, d) && !has(found, path, depth, candidate)) {
          Dep[] cycle = Arrays.copyOf(path, length);
          cycle[depth] = candidate;
          found.add(cycle);
        }
      } else if (candidate.to != d.from && !visits(path, depth, candidate.to)) {
        path[depth++] = candidate;
        next[depth] = 0;
      }
    }
  }

  /** The {@code i}-th dependency that can follow, over the nodes the previous one leads to. */
  private Dep successor(Dep prev, int i) {
    int w = prev.to.id * 2;
    if (i < outCount[w]) {
      return out[w][i];
    }
    int r = i - outCount[w];
    if (prev.toMode != 2 && r < outCount[w + 1]) {
      return out[w + 1][r];
    }
    return null;
  }

  private static boolean leadsTo(Dep last, Dep first) {
    return !(first.fromShared && last.toMode == 2);
  }

  private static boolean visits(Dep[] path, int depth, LockClass c) {
    for (int i = 0; i < depth; i++) {
      if (path[i].to == c) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(List<Dep[]> found, Dep[] path, int depth, Dep last) {
    for (Dep[] f : found) {
      if (f.length == depth + 1 && f[depth] == last) {
        boolean same = true;
        for (int i = 0; i < depth && same; i++) {
          same = f[i] == path[i];
        }
        if (same) {
          return true;
        }
      }
    }
    return false;
  }

  public List<Dep> all() {
    return all;
  }

  /** Dependencies that did not fit. */
  public long refused() {
    return refused;
  }
}
