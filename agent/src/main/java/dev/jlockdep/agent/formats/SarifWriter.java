package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.baseline.Judgement;
import dev.jlockdep.agent.report.Json;
import dev.jlockdep.agent.report.LockRecord;
import dev.jlockdep.agent.report.Names;
import dev.jlockdep.agent.report.RunRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Findings as SARIF 2.1.0: one run for all JVMs, since hosts limit the runs of a file; one code flow
 * for each finding, one thread flow in it for each task.
 */
public final class SarifWriter {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  /** Hosts accept 10,000 locations of a result and show 1,000. */
  private static final int FRAMES_MAX = 30;

  private final Sources sources;
  private final Path base;

  private SarifWriter(Sources sources, Path base) {
    this.sources = sources;
    this.base = base;
  }

  /** The log as text; {@code base}: the folder that paths are relative to. */
  public static String of(Report report, Sources sources, Path base) {
    return Json.write(new SarifWriter(sources, base).log(report)) + "\n";
  }

  private Map<String, Object> log(Report report) {
    List<Object> results = new ArrayList<>();
    Map<String, Object> rules = new TreeMap<>();
    for (FindingCard card : report.cards()) {
      rules.putIfAbsent(card.finding().kind(), rule(card));
    }
    List<String> order = new ArrayList<>(rules.keySet());
    for (FindingCard card : report.cards()) {
      results.add(result(card, order.indexOf(card.finding().kind())));
    }
    Map<String, Object> driver = object();
    driver.put("name", "jlockdep");
    driver.put("version", RunRecord.agentVersion());
    driver.put("rules", new ArrayList<>(rules.values()));
    Map<String, Object> invocation = object();
    invocation.put("executionSuccessful", report.problems().isEmpty());
    List<Object> notifications = new ArrayList<>();
    for (String problem : report.problems()) {
      Map<String, Object> notification = object();
      notification.put("level", "error");
      notification.put("message", message(problem));
      notifications.add(notification);
    }
    invocation.put("toolExecutionNotifications", notifications);
    Map<String, Object> run = object();
    run.put("tool", map("driver", driver));
    run.put("columnKind", "utf16CodeUnits");
    run.put("invocations", List.of(invocation));
    run.put("results", results);
    Map<String, Object> log = object();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    log.put("runs", List.of(run));
    return log;
  }

  private static Map<String, Object> rule(FindingCard card) {
    Map<String, Object> rule = object();
    rule.put("id", card.finding().kind());
    rule.put("shortDescription", message(card.finding().headline()));
    rule.put(
        "help",
        message("java -jar jlockdep.jar explain " + card.finding().kind()
            + " prints wrong code, right code and what to do."));
    return rule;
  }

  private Map<String, Object> result(FindingCard card, int rule) {
    Map<String, Object> result = object();
    result.put("ruleId", card.finding().kind());
    result.put("ruleIndex", rule);
    result.put("level", card.severity());
    result.put(
        "message",
        message(card.finding().headline() + ": " + card.finding().cycle() + ". "
            + String.join(". ", card.help())));
    if (!card.position().isEmpty()) {
      result.put("locations", List.of(location(card.position(), "")));
    }
    result.put("partialFingerprints", map("jlockdep/v1", card.finding().fingerprint()));
    result.put("baselineState", card.judgement().state() == Judgement.State.NEW
        ? "new" : card.judgement().accepted() ? "unchanged" : "updated");
    result.put("suppressions", card.judgement().accepted() ? List.of(suppression(card)) : List.of());
    if (!card.sides().isEmpty()) {
      result.put("codeFlows", List.of(codeFlow(card)));
      result.put("graphs", List.of(graph(card)));
    }
    if (!card.finding().stack().isEmpty()) {
      result.put("stacks", List.of(stack("the reporting thread", card.finding().stack())));
    }
    result.put("properties", properties(card));
    return result;
  }

  private static Map<String, Object> properties(FindingCard card) {
    Map<String, Object> properties = object();
    properties.put("evidenceLevel", card.finding().level());
    properties.put("evidence", card.finding().evidence());
    properties.put("test", card.finding().test());
    properties.put("lockClasses", card.finding().classes());
    properties.put("runs", card.runs());
    return properties;
  }

  private static Map<String, Object> suppression(FindingCard card) {
    Map<String, Object> suppression = object();
    suppression.put("kind", "external");
    suppression.put("status", "accepted");
    suppression.put("justification", card.judgement().entry().reason());
    return suppression;
  }

  private Map<String, Object> codeFlow(FindingCard card) {
    List<Object> flows = new ArrayList<>();
    for (Side side : card.sides()) {
      List<Object> locations = new ArrayList<>();
      locations.add(
          step("takes " + side.dependency().held().lockClass(), side.dependency().heldPosition(),
              side.dependency().heldStack(), side.dependency().held()));
      locations.add(
          step("asks for " + side.dependency().requested().lockClass(),
              side.dependency().requestPosition(), side.dependency().requestStack(),
              side.dependency().requested()));
      Map<String, Object> flow = object();
      flow.put("id", side.column());
      flow.put("message", message("thread " + side.title()));
      flow.put("locations", locations);
      flows.add(flow);
    }
    return map("threadFlows", flows);
  }

  private Map<String, Object> step(
      String what, String position, List<String> frames, LockRecord lock) {
    Map<String, Object> step = object();
    step.put("location", location(position, what));
    if (!frames.isEmpty()) {
      step.put("stack", stack(what, frames));
    }
    step.put("kinds", List.of("acquire", "lock"));
    step.put("state", map("mode", message(lock.mode())));
    step.put("importance", "essential");
    return step;
  }

  private Map<String, Object> stack(String what, List<String> frames) {
    List<Object> list = new ArrayList<>();
    for (String frame : frames.subList(0, Math.min(FRAMES_MAX, frames.size()))) {
      list.add(map("location", location(frame, "")));
    }
    Map<String, Object> stack = object();
    stack.put("message", message(what));
    stack.put("frames", list);
    return stack;
  }

  private static Map<String, Object> graph(FindingCard card) {
    List<Object> nodes = new ArrayList<>();
    List<Object> edges = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (Side side : card.sides()) {
      String from = side.dependency().held().lockClass();
      String to = side.dependency().requested().lockClass();
      for (String name : List.of(from, to)) {
        if (!ids.contains(name)) {
          ids.add(name);
          Map<String, Object> node = map("id", name);
          node.put("label", message(name));
          nodes.add(node);
        }
      }
      Map<String, Object> edge = map("id", "e" + edges.size());
      edge.put("sourceNodeId", from);
      edge.put("targetNodeId", to);
      edge.put("label", message(side.column()));
      edges.add(edge);
    }
    Map<String, Object> graph = object();
    graph.put("description", message("held lock class to requested lock class"));
    graph.put("nodes", nodes);
    graph.put("edges", edges);
    return graph;
  }

  private Map<String, Object> location(String position, String message) {
    StackTraceElement frame = Sources.frame(position);
    Map<String, Object> location = object();
    if (frame.getFileName() != null) {
      Map<String, Object> physical =
          map("artifactLocation", map("uri", uri(Annotations.path(position, sources, base))));
      if (frame.getLineNumber() > 0) {
        physical.put("region", map("startLine", frame.getLineNumber()));
      }
      location.put("physicalLocation", physical);
    }
    Map<String, Object> logical = object();
    logical.put("fullyQualifiedName", frame.getClassName() + "." + frame.getMethodName());
    logical.put("kind", "function");
    location.put("logicalLocations", List.of(logical));
    location.put("message", message(message.isEmpty() ? Names.position(position) : message));
    return location;
  }

  /** A relative reference: whatever is not plain is percent-encoded. */
  private static String uri(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > ' ' && (Character.isLetterOrDigit(b) || "/-._~$".indexOf(b) >= 0);
      out.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
    }
    return out.toString();
  }

  private static Map<String, Object> message(String text) {
    return map("text", text);
  }

  private static Map<String, Object> map(String key, Object value) {
    Map<String, Object> map = object();
    map.put(key, value);
    return map;
  }

  private static Map<String, Object> object() {
    return new LinkedHashMap<>();
  }
}
