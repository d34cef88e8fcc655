package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.report.ClassRecord;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.GraphDependency;
import java.util.TreeSet;

/** The whole graph of lock classes as GraphML, for tools that explore graphs. */
public final class GraphMlWriter {
  private static final String[][] KEYS = {
    {"kind", "node", "string"},
    {"type", "node", "string"},
    {"declared", "node", "boolean"},
    {"label", "node", "string"},
    {"count", "edge", "long"},
    {"fromMode", "edge", "string"},
    {"toMode", "edge", "string"},
    {"timedOnly", "edge", "boolean"},
    {"heldAt", "edge", "string"},
    {"requestedAt", "edge", "string"},
    {"inFinding", "edge", "boolean"},
  };

  private final StringBuilder out = new StringBuilder();

  private GraphMlWriter() {}

  /** The graph of all dumps. */
  public static String of(Report report) {
    return new GraphMlWriter().write(report);
  }

  private String write(Report report) {
    DumpSet dumps = report.dumps();
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (String[] key : KEYS) {
      out.append("  <key id=\"").append(key[0]).append("\" for=\"").append(key[1]);
      out.append("\" attr.name=\"").append(key[0]).append("\" attr.type=\"").append(key[2]);
      out.append("\"/>\n");
    }
    out.append("  <graph id=\"locks\" edgedefault=\"directed\">\n");
    TreeSet<String> nodes = new TreeSet<>();
    for (ClassRecord lockClass : dumps.classes()) {
      nodes.add(lockClass.id());
      node(lockClass);
    }
    TreeSet<String> circles = circles(report);
    for (GraphDependency dependency : dumps.dependencies()) {
      // a dump that was cut off can name classes it does not describe
      for (String id : new String[] {dependency.from(), dependency.to()}) {
        if (nodes.add(id)) {
          node(new ClassRecord(id, dumps.className(id), "unknown", "", false));
        }
      }
      edge(dependency, dumps, circles);
    }
    return out.append("  </graph>\n</graphml>\n").toString();
  }

  private static TreeSet<String> circles(Report report) {
    TreeSet<String> circles = new TreeSet<>();
    for (FindingCard card : report.cards()) {
      for (Side side : card.sides()) {
        circles.add(order(
            side.dependency().held().lockClass(), side.dependency().requested().lockClass()));
      }
    }
    return circles;
  }

  private static String order(String held, String requested) {
    return held + "\n" + requested;
  }

  private void node(ClassRecord lockClass) {
    out.append("    <node id=\"").append(Xml.text(lockClass.id())).append("\">");
    data("label", lockClass.name());
    data("kind", lockClass.kind());
    data("type", lockClass.lockType());
    data("declared", String.valueOf(lockClass.declared()));
    out.append("</node>\n");
  }

  private void edge(GraphDependency dependency, DumpSet dumps, TreeSet<String> circles) {
    out.append("    <edge id=\"").append(Xml.text(dependency.id())).append("\" source=\"");
    out.append(Xml.text(dependency.from())).append("\" target=\"");
    out.append(Xml.text(dependency.to())).append("\">");
    data("count", String.valueOf(dependency.count()));
    data("fromMode", dependency.fromMode());
    data("toMode", dependency.toMode());
    data("timedOnly", String.valueOf(dependency.timedOnly()));
    data("heldAt", dependency.heldPosition());
    data("requestedAt", dependency.requestPosition());
    String order = order(dumps.className(dependency.from()), dumps.className(dependency.to()));
    data("inFinding", String.valueOf(circles.contains(order)));
    out.append("</edge>\n");
  }

  private void data(String key, String value) {
    out.append("<data key=\"").append(key).append("\">").append(Xml.text(value));
    out.append("</data>");
  }
}
