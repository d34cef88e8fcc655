package dev.jlockdep.agent.merge;

import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.GraphDependency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two graphs compared: which orders of lock classes are new, which are gone, and which new ones go
 * against an order that was there. The last are named before any circle exists.
 */
public final class GraphDiff {
  private final Map<String, GraphDependency> before;
  private final Map<String, GraphDependency> after;
  private final DumpSet oldDumps;
  private final DumpSet newDumps;
  private final Map<String, TreeSet<String>> oldOrders = new HashMap<>();

  /** An order of two lock classes, with one position where it was seen. */
  public record Order(String held, String requested, String heldAt, String requestedAt) {
    @Override
    public String toString() {
      return held + " -> " + requested;
    }
  }

  /** A new order, the old way from its end to its start, and whether that way is still there. */
  public record Reversal(Order order, List<String> way, boolean closesCircle) {}

  public GraphDiff(DumpSet oldDumps, DumpSet newDumps) {
    this.oldDumps = oldDumps;
    this.newDumps = newDumps;
    before = orders(oldDumps);
    after = orders(newDumps);
    addEdges(oldOrders, oldDumps);
  }

  private static Map<String, GraphDependency> orders(DumpSet dumps) {
    Map<String, GraphDependency> orders = new TreeMap<>();
    for (GraphDependency dependency : dumps.dependencies()) {
      String key = dumps.className(dependency.from()) + "\n" + dumps.className(dependency.to());
      orders.merge(key, dependency, (a, b) -> a.id().compareTo(b.id()) <= 0 ? a : b);
    }
    return orders;
  }

  private static void addEdges(Map<String, TreeSet<String>> edges, DumpSet dumps) {
    for (GraphDependency dependency : dumps.dependencies()) {
      String from = dumps.className(dependency.from());
      String to = dumps.className(dependency.to());
      if (!from.equals(to)) {
        edges.computeIfAbsent(from, name -> new TreeSet<>()).add(to);
      }
    }
  }

  /** Orders that only the new dumps have. */
  public List<Order> added() {
    return difference(after, before, newDumps);
  }

  /** Orders that only the old dumps have. */
  public List<Order> removed() {
    return difference(before, after, oldDumps);
  }

  private static List<Order> difference(
      Map<String, GraphDependency> all, Map<String, GraphDependency> without, DumpSet dumps) {
    List<Order> orders = new ArrayList<>();
    for (Map.Entry<String, GraphDependency> entry : all.entrySet()) {
      if (!without.containsKey(entry.getKey())) {
        GraphDependency dependency = entry.getValue();
        orders.add(
            new Order(
                dumps.className(dependency.from()), dumps.className(dependency.to()),
                dependency.heldPosition(), dependency.requestPosition()));
      }
    }
    return orders;
  }

  /** New orders that go against an old one, directly or over other classes. */
  public List<Reversal> reversed() {
    List<Reversal> reversed = new ArrayList<>();
    for (Order order : added()) {
      List<String> way = way(order.requested(), order.held());
      if (way != null && !order.held().equals(order.requested())) {
        reversed.add(new Reversal(order, way, stillThere(way)));
      }
    }
    return reversed;
  }

  private boolean stillThere(List<String> way) {
    for (int i = 0; i + 1 < way.size(); i++) {
      if (!after.containsKey(way.get(i) + "\n" + way.get(i + 1))) {
        return false;
      }
    }
    return true;
  }

  /** A shortest way in the old graph, or null. */
  private List<String> way(String from, String to) {
    Map<String, String> via = new HashMap<>();
    ArrayDeque<String> queue = new ArrayDeque<>(List.of(from));
    via.put(from, "");
    while (!queue.isEmpty()) {
      String name = queue.poll();
      if (name.equals(to)) {
        List<String> way = new ArrayList<>();
        for (String at = to; !at.isEmpty(); at = via.get(at)) {
          way.add(0, at);
        }
        return way;
      }
      for (String next : oldOrders.getOrDefault(name, new TreeSet<>())) {
        if (via.putIfAbsent(next, name) == null) {
          queue.add(next);
        }
      }
    }
    return null;
  }
}
