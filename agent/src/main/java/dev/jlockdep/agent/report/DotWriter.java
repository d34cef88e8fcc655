package dev.jlockdep.agent.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Graphs as DOT text. */
public final class DotWriter {
  private DotWriter() {}

  /** The lock classes of a finding and the dependencies between them; the closing one is red. */
  public static String finding(FindingRecord finding) {
    StringBuilder out = new StringBuilder();
    open(out, finding.fingerprint(), finding.fingerprint() + " " + finding.headline());
    for (String lockClass : finding.classes()) {
      out.append("  ").append(quote(lockClass)).append(";\n");
    }
    String colour = ", color=red, fontcolor=red";
    for (DependencyRecord dependency : finding.dependencies()) {
      edge(
          out,
          dependency.held().lockClass(),
          dependency.requested().lockClass(),
          dependency.thread()
              + "\n"
              + Names.position(dependency.heldPosition())
              + "\n"
              + Names.position(dependency.requestPosition()),
          colour);
      colour = "";
    }
    return out.append("}\n").toString();
  }

  /** The lock classes within {@code radius} dependencies of one, in both directions. */
  public static String ego(DumpSet dumps, String lockClass, int radius) {
    Set<String> near = neighbourhood(dumps, lockClass, radius);
    StringBuilder out = new StringBuilder();
    open(out, "ego", lockClass + ", radius " + radius);
    for (String name : near) {
      String shape = name.equals(lockClass) ? " [penwidth=3]" : "";
      out.append("  ").append(quote(name)).append(shape).append(";\n");
    }
    for (GraphDependency dependency : dumps.dependencies()) {
      String from = dumps.className(dependency.from());
      String to = dumps.className(dependency.to());
      if (near.contains(from) && near.contains(to)) {
        edge(out, from, to, label(dependency), dependency.timedOnly() ? ", style=dashed" : "");
      }
    }
    return out.append("}\n").toString();
  }

  private static Set<String> neighbourhood(DumpSet dumps, String lockClass, int radius) {
    Map<String, Set<String>> neighbours = new LinkedHashMap<>();
    for (GraphDependency dependency : dumps.dependencies()) {
      String from = dumps.className(dependency.from());
      String to = dumps.className(dependency.to());
      neighbours.computeIfAbsent(from, name -> new LinkedHashSet<>()).add(to);
      neighbours.computeIfAbsent(to, name -> new LinkedHashSet<>()).add(from);
    }
    Set<String> near = new LinkedHashSet<>(List.of(lockClass));
    List<String> rim = List.of(lockClass);
    for (int distance = 0; distance < radius; distance++) {
      List<String> next = new ArrayList<>();
      for (String name : rim) {
        for (String neighbour : neighbours.getOrDefault(name, Set.of())) {
          if (near.add(neighbour)) {
            next.add(neighbour);
          }
        }
      }
      rim = next;
    }
    return near;
  }

  private static String label(GraphDependency dependency) {
    return mode(dependency.fromMode())
        + mode(dependency.toMode())
        + " x"
        + dependency.count()
        + "\n"
        + Names.position(dependency.requestPosition());
  }

  /** lockdep's letters. */
  private static String mode(String mode) {
    switch (mode) {
      case "EXCLUSIVE":
        return "W";
      case "READ":
        return "r";
      default:
        return "R";
    }
  }

  private static void open(StringBuilder out, String name, String title) {
    out.append("digraph ").append(quote(name)).append(" {\n");
    out.append("  label=").append(quote(title)).append(";\n");
    out.append("  node [shape=box, fontname=\"monospace\"];\n");
    out.append("  edge [fontname=\"monospace\", fontsize=10];\n");
  }

  private static void edge(
      StringBuilder out, String from, String to, String label, String attributes) {
    out.append("  ").append(quote(from)).append(" -> ").append(quote(to));
    out.append(" [label=").append(quote(label)).append(attributes).append("];\n");
  }

  private static String quote(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped + '"';
  }
}
