package dev.jlockdep.agent.merge;

import java.util.Arrays;
import java.util.function.IntFunction;

/** Strongly connected components (Tarjan), without recursion: graphs of locks can be deep. */
final class Components {
  private final int[][] out;
  private final IntFunction<int[]> targets;
  private final int[] index;
  private final int[] low;
  private final int[] component;
  private final int[] stack;
  private final boolean[] onStack;
  private int stacked;
  private int visited;
  private int components;

  /**
   * @param out numbers of the edges that leave each node
   * @param targets the nodes an edge leads to
   */
  Components(int[][] out, IntFunction<int[]> targets) {
    this.out = out;
    this.targets = targets;
    this.index = new int[out.length];
    this.low = new int[out.length];
    this.component = new int[out.length];
    this.stack = new int[out.length];
    this.onStack = new boolean[out.length];
    Arrays.fill(index, -1);
  }

  /** For each node the number of its component. */
  int[] find() {
    int[] path = new int[out.length + 1];
    int[] next = new int[out.length];
    for (int root = 0; root < out.length; root++) {
      if (index[root] < 0) {
        visit(root, path, next);
      }
    }
    return component;
  }

  /** {@code next} counts, for each node, the (edge, target) pairs that were followed. */
  private void visit(int root, int[] path, int[] next) {
    int depth = 0;
    path[0] = root;
    enter(root);
    while (depth >= 0) {
      int node = path[depth];
      int target = target(node, next[node]++);
      if (target >= 0) {
        if (index[target] < 0) {
          path[++depth] = target;
          enter(target);
        } else if (onStack[target]) {
          low[node] = Math.min(low[node], index[target]);
        }
        continue;
      }
      depth--;
      if (depth >= 0) {
        low[path[depth]] = Math.min(low[path[depth]], low[node]);
      }
      if (low[node] == index[node]) {
        close(node);
      }
    }
  }

  /** The n-th target of a node, two for each edge; -1 behind the last. */
  private int target(int node, int n) {
    if (n / 2 >= out[node].length) {
      return -1;
    }
    int[] ends = targets.apply(out[node][n / 2]);
    return ends[Math.min(n % 2, ends.length - 1)];
  }

  private void enter(int node) {
    index[node] = low[node] = visited++;
    stack[stacked++] = node;
    onStack[node] = true;
  }

  private void close(int node) {
    int member;
    do {
      member = stack[--stacked];
      onStack[member] = false;
      component[member] = components;
    } while (member != node);
    components++;
  }
}
