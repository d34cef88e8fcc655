package dev.jlockdep.agent.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The threads that nothing can wake: what is left when every wait that can still end is removed.
 */
final class StuckThreads {
  private final Map<Thread, Request> stuck = new IdentityHashMap<>();

  StuckThreads(Collection<Request> requests) {
    for (Request r : requests) {
      if (!r.needs.isEmpty()) {
        stuck.put(r.who.thread, r);
      }
    }
    boolean removed = true;
    while (removed) {
      removed = stuck.values().removeIf(this::canEnd);
    }
  }

  private boolean canEnd(Request r) {
    for (Request.Need need : r.needs) {
      if (hopeless(need)) {
        return false;
      }
    }
    return true;
  }

  private boolean hopeless(Request.Need need) {
    for (Thread t : need.anyOf()) {
      if (!stuck.containsKey(t) && t.isAlive()) {
        return false;
      }
    }
    return true;
  }

  /** The stuck threads that would go on if those of the circle did. */
  List<Request> behind(List<Request> circle) {
    Set<Thread> ahead = new HashSet<>();
    circle.forEach(r -> ahead.add(r.who.thread));
    List<Request> behind = new ArrayList<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Request r : stuck.values()) {
        if (!ahead.contains(r.who.thread) && waitsForAny(r, ahead)) {
          ahead.add(r.who.thread);
          behind.add(r);
          grown = true;
        }
      }
    }
    return behind;
  }

  private static boolean waitsForAny(Request r, Set<Thread> threads) {
    return r.needs.stream().anyMatch(n -> n.anyOf().stream().anyMatch(threads::contains));
  }

  /** Stuck threads that wait, in the end, for a thread that is no more. */
  List<Request> orphans() {
    List<Request> found = new ArrayList<>();
    for (Request r : stuck.values()) {
      for (Request.Need need : r.needs) {
        if (need.anyOf().stream().noneMatch(Thread::isAlive)) {
          found.add(r);
          break;
        }
      }
    }
    return found;
  }

  /** Circles without a thread in common, shortest first; the last entry waits for the first. */
  List<List<Request>> circles() {
    Map<Thread, Request> left = new IdentityHashMap<>(stuck);
    List<List<Request>> circles = new ArrayList<>();
    for (List<Request> c = shortest(left); c != null; c = shortest(left)) {
      circles.add(c);
      c.forEach(r -> left.remove(r.who.thread));
    }
    return circles;
  }

  private List<Request> shortest(Map<Thread, Request> left) {
    List<Request> best = null;
    for (Request r : left.values()) {
      List<Request> circle = circleThrough(r, left);
      if (circle != null && (best == null || better(circle, best))) {
        best = circle;
      }
    }
    return best;
  }

  /** A circle of several threads tells more than one of them that also stands in its own way. */
  private static boolean better(List<Request> a, List<Request> b) {
    if ((a.size() == 1) != (b.size() == 1)) {
      return b.size() == 1;
    }
    return a.size() < b.size();
  }

  private List<Request> circleThrough(Request start, Map<Thread, Request> left) {
    Map<Request, Request> cameFrom = new IdentityHashMap<>();
    Deque<Request> queue = new ArrayDeque<>();
    queue.add(start);
    boolean self = false;
    while (!queue.isEmpty()) {
      Request at = queue.remove();
      for (Request next : blockers(at, left)) {
        if (next == start && at != start) {
          return path(start, at, cameFrom);
        }
        self |= next == start;
        if (next != start && cameFrom.putIfAbsent(next, at) == null) {
          queue.add(next);
        }
      }
    }
    return self ? List.of(start) : null;
  }

  private static List<Request> path(Request start, Request end, Map<Request, Request> cameFrom) {
    List<Request> path = new ArrayList<>();
    for (Request r = end; r != start; r = cameFrom.get(r)) {
      path.add(0, r);
    }
    path.add(0, start);
    return path;
  }

  private List<Request> blockers(Request r, Map<Thread, Request> left) {
    List<Request> blockers = new ArrayList<>();
    for (Request.Need need : r.needs) {
      if (hopeless(need)) {
        for (Thread t : need.anyOf()) {
          Request other = left.get(t);
          if (other != null) {
            blockers.add(other);
          }
        }
      }
    }
    return blockers;
  }
}
