package dev.jlockdep.tests.conformance;

import dev.jlockdep.tests.conformance.RandomSequence.Dependency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The oracle: lockdep's rule taken literally. A path is strong unless somewhere it comes to a class
 * by a recursive read and goes on from a shared hold of it; a strong path that closes is a possible
 * deadlock. Searched by brute force and without any cleverness shared with the product.
 */
final class StrongCycles {
  private final Collection<Dependency> dependencies;

  StrongCycles(Collection<Dependency> dependencies) {
    this.dependencies = dependencies;
  }

  /** Whether two dependencies may follow each other on a strong path. */
  private static boolean follows(Dependency first, Dependency second) {
    return first.to() == second.from() && !(first.toRecursive() && second.fromShared());
  }

  /** A class and whether it was come to by a recursive read only. */
  private record State(int lockClass, boolean onlyRecursive) {}

  /** Whether the dependency lies on a closed strong path: a search over all states. */
  boolean closedThrough(Dependency start) {
    Set<State> visited = new HashSet<>();
    Deque<State> todo = new ArrayDeque<>();
    todo.add(new State(start.to(), start.toRecursive()));
    while (!todo.isEmpty()) {
      State state = todo.poll();
      if (!visited.add(state)) {
        continue;
      }
      if (leads(state, start)) {
        return true;
      }
      for (Dependency next : dependencies) {
        if (leads(state, next)) {
          todo.add(new State(next.to(), next.toRecursive()));
        }
      }
    }
    return false;
  }

  private static boolean leads(State state, Dependency next) {
    return next.from() == state.lockClass() && !(state.onlyRecursive() && next.fromShared());
  }

  boolean any() {
    return dependencies.stream().anyMatch(this::closedThrough);
  }

  /** Every closed strong path that meets no class twice, turned so that the lowest class leads. */
  Set<List<Dependency>> simple() {
    Set<List<Dependency>> found = new LinkedHashSet<>();
    for (Dependency start : dependencies) {
      List<Dependency> path = new ArrayList<>();
      path.add(start);
      extend(path, found);
    }
    return found;
  }

  /** Those of {@link #simple} that a dependency lies on. */
  Set<List<Dependency>> simpleThrough(Dependency dependency) {
    return simple().stream()
        .filter(cycle -> cycle.contains(dependency))
        .collect(Collectors.toSet());
  }

  private void extend(List<Dependency> path, Set<List<Dependency>> found) {
    Dependency first = path.get(0);
    Dependency last = path.get(path.size() - 1);
    if (follows(last, first)) {
      found.add(List.copyOf(path));
    }
    for (Dependency next : dependencies) {
      boolean meets = path.stream().anyMatch(d -> d.from() == next.from() || d.from() == next.to());
      // only paths whose first class is the lowest: every circle is then found once
      if (follows(last, next) && !meets && next.from() > first.from() && next.to() > first.from()
          || closes(path, next)) {
        path.add(next);
        extend(path, found);
        path.remove(path.size() - 1);
      }
    }
  }

  private static boolean closes(List<Dependency> path, Dependency next) {
    Dependency first = path.get(0);
    return follows(path.get(path.size() - 1), next)
        && next.to() == first.from()
        && next.from() > first.from()
        && path.stream().noneMatch(d -> d.from() == next.from());
  }
}
