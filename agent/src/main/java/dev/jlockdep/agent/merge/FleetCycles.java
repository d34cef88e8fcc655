package dev.jlockdep.agent.merge;

import dev.jlockdep.agent.baseline.Fingerprints;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Circles of a merged graph: for each dependency on one, a shortest circle through it. Two nodes for
 * each lock class, as in the runtime: the exclusive and the shared hold are let go of. Dependencies
 * that were only seen with a time limit take no part, nor do two instances of one class.
 */
final class FleetCycles {
  static final int MOST = 500;

  private final List<MergedDependency> dependencies = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private int[][] out;
  private boolean more;

  /** @param all in a fixed order, on which the choice between equally short circles depends */
  FleetCycles(Iterable<MergedDependency> all) {
    for (MergedDependency dependency : all) {
      if (!dependency.timedOnly && !dependency.from.equals(dependency.to)) {
        dependencies.add(dependency);
        numbers.putIfAbsent(dependency.from, numbers.size());
        numbers.putIfAbsent(dependency.to, numbers.size());
      }
    }
    index();
  }

  /** Whether there were more circles than are listed. */
  boolean more() {
    return more;
  }

  private int source(int dependency) {
    MergedDependency d = dependencies.get(dependency);
    return 2 * numbers.get(d.from) + (d.fromMode.equals("EXCLUSIVE") ? 0 : 1);
  }

  /** The nodes it leads to: only a recursive read does not wait for readers. */
  private int[] targets(int dependency) {
    MergedDependency d = dependencies.get(dependency);
    int node = 2 * numbers.get(d.to);
    return d.toMode.equals("RECURSIVE_READ") ? new int[] {node} : new int[] {node, node + 1};
  }

  private void index() {
    int[] sizes = new int[2 * numbers.size()];
    for (int i = 0; i < dependencies.size(); i++) {
      sizes[source(i)]++;
    }
    out = new int[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      out[i] = new int[sizes[i]];
    }
    for (int i = dependencies.size() - 1; i >= 0; i--) {
      int node = source(i);
      out[node][--sizes[node]] = i;
    }
  }

  /** Ids of the dependencies that lie on some circle. */
  Set<String> onCircles() {
    int[] component = new Components(out, this::targets).find();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < dependencies.size(); i++) {
      if (onCircle(i, component)) {
        ids.add(dependencies.get(i).id);
      }
    }
    return ids;
  }

  /** The circles, by fingerprint. */
  Map<String, List<MergedDependency>> find() {
    int[] component = new Components(out, this::targets).find();
    Map<String, List<MergedDependency>> found = new LinkedHashMap<>();
    for (int i = 0; i < dependencies.size(); i++) {
      if (onCircle(i, component)) {
        List<MergedDependency> circle = shortest(i, component);
        if (circle != null && found.size() >= MOST) {
          more = true;
          break;
        }
        if (circle != null) {
          found.putIfAbsent(fingerprint(circle), circle);
        }
      }
    }
    return found;
  }

  private boolean onCircle(int dependency, int[] component) {
    for (int target : targets(dependency)) {
      if (component[target] == component[source(dependency)]) {
        return true;
      }
    }
    return false;
  }

  private static String fingerprint(List<MergedDependency> circle) {
    List<String> ids = new ArrayList<>();
    circle.forEach(dependency -> ids.add(dependency.from));
    return Fingerprints.ofCycle(ids);
  }

  /** A shortest way from the end of a dependency back to its start, with it in front. */
  private List<MergedDependency> shortest(int first, int[] component) {
    int goal = source(first);
    int[] via = new int[out.length];
    Arrays.fill(via, -1);
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int target : targets(first)) {
      if (target == goal) {
        return null;
      }
      if (component[target] == component[goal]) {
        via[target] = first;
        queue.add(target);
      }
    }
    while (!queue.isEmpty()) {
      int node = queue.poll();
      for (int dependency : out[node]) {
        for (int target : targets(dependency)) {
          if (component[target] != component[goal] || via[target] >= 0) {
            continue;
          }
          via[target] = dependency;
          if (target == goal) {
            return simple(goal, first, via);
          }
          queue.add(target);
        }
      }
    }
    return null;
  }

  /** The circle in order; null where it passes one class twice, as then a smaller one is in it. */
  private List<MergedDependency> simple(int goal, int first, int[] via) {
    ArrayDeque<MergedDependency> circle = new ArrayDeque<>();
    Set<String> classes = new HashSet<>();
    for (int node = goal; ; ) {
      int dependency = via[node];
      circle.addFirst(dependencies.get(dependency));
      if (!classes.add(dependencies.get(dependency).from)) {
        return null;
      }
      if (dependency == first) {
        return new ArrayList<>(circle);
      }
      node = source(dependency);
    }
  }
}
