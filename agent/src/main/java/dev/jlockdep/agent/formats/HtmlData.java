package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.baseline.BaselineEntry;
import dev.jlockdep.agent.report.AuditRecord;
import dev.jlockdep.agent.report.ClassRecord;
import dev.jlockdep.agent.report.Dump;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.GraphDependency;
import dev.jlockdep.agent.report.LockRecord;
import dev.jlockdep.agent.report.LockStatRecord;
import dev.jlockdep.agent.report.Names;
import dev.jlockdep.agent.report.RunRecord;
import dev.jlockdep.agent.report.Scenario;
import dev.jlockdep.agent.report.SuppressionRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of the HTML page: frames, stacks and lock classes once, everything else by number. */
final class HtmlData {
  /** Beyond this the shorter chains are left out: they are the prefixes people see elsewhere. */
  private static final int CHAINS_MAX = 5_000;

  private final Map<String, Integer> frames = new LinkedHashMap<>();
  private final Map<List<Integer>, Integer> stacks = new LinkedHashMap<>();
  private final Map<String, Integer> classes = new LinkedHashMap<>();
  private final List<Object> classRows = new ArrayList<>();
  private final Sources sources;

  private HtmlData(Sources sources) {
    this.sources = sources;
  }

  static Map<String, Object> of(Report report, Sources sources) {
    return new HtmlData(sources).data(report);
  }

  private Map<String, Object> data(Report report) {
    DumpSet dumps = report.dumps();
    for (ClassRecord lockClass : dumps.classes()) {
      add(lockClass);
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("verdict", report.verdict());
    data.put("counts", report.counts());
    data.put("problems", report.problems());
    data.put("notices", report.notices());
    data.put("version", RunRecord.agentVersion());
    data.put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    data.put("findings", report.cards().stream().map(this::finding).toList());
    data.put("deps", dumps.dependencies().stream().map(d -> dependency(d, dumps)).toList());
    chains(dumps, data);
    data.put("stats", dumps.lockStats().stream().map(stat -> stat(stat, dumps)).toList());
    data.put("audits", audits(dumps));
    data.put("suppressions", suppressions(dumps));
    data.put("baseline", baseline(report));
    data.put("runs", runs(dumps));
    // last: what came before fills them
    data.put("classes", classRows);
    data.put("frames", new ArrayList<>(frames.keySet()));
    data.put("stacks", new ArrayList<>(stacks.keySet()));
    return data;
  }

  private int add(ClassRecord lockClass) {
    Integer known = classes.get(lockClass.name());
    if (known != null) {
      return known;
    }
    classes.put(lockClass.name(), classRows.size());
    classRows.add(
        List.of(
            lockClass.name(),
            Names.brief(lockClass.name()),
            lockClass.kind(),
            lockClass.lockType(),
            lockClass.declared() ? 1 : 0));
    return classRows.size() - 1;
  }

  /** A dump that was cut off can name a class that it does not describe. */
  private int classOf(String name) {
    return add(new ClassRecord("", name, "unknown", "", false));
  }

  private int frame(String frame) {
    return frame.isEmpty() ? -1 : number(frames, frame);
  }

  private int stack(List<String> stack) {
    return stack.isEmpty() ? -1 : number(stacks, stack.stream().map(this::frame).toList());
  }

  private static <T> int number(Map<T, Integer> numbers, T key) {
    Integer next = numbers.size();
    Integer known = numbers.putIfAbsent(key, next);
    return known == null ? next : known;
  }

  private Object dependency(GraphDependency dependency, DumpSet dumps) {
    return List.of(
        classOf(dumps.className(dependency.from())),
        mode(dependency.fromMode()),
        classOf(dumps.className(dependency.to())),
        mode(dependency.toMode()),
        dependency.count(),
        dependency.timedOnly() ? 1 : 0,
        frame(dependency.heldPosition()),
        frame(dependency.requestPosition()),
        dependency.thread());
  }

  private Object stat(LockStatRecord stat, DumpSet dumps) {
    return List.of(
        classOf(dumps.className(stat.lockClass())),
        stat.shared() ? 1 : 0,
        stat.contentions(),
        stat.waitMax(),
        stat.waitTotal(),
        stat.acquisitions(),
        stat.holdMax(),
        stat.holdTotal(),
        stat.holds());
  }

  private static int mode(String mode) {
    switch (mode) {
      case "READ":
        return 1;
      case "RECURSIVE_READ":
        return 2;
      default:
        return 0;
    }
  }

  private void chains(DumpSet dumps, Map<String, Object> data) {
    List<List<Integer>> chains = new ArrayList<>();
    for (List<String> chain : dumps.chains()) {
      chains.add(chain.stream().map(id -> classOf(dumps.className(id))).toList());
    }
    chains.sort((a, b) -> b.size() - a.size());
    int kept = Math.min(CHAINS_MAX, chains.size());
    data.put("chainsLeftOut", chains.size() - kept);
    data.put("chains", chains.subList(0, kept));
  }

  private Map<String, Object> finding(FindingCard card) {
    FindingRecord finding = card.finding();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", finding.fingerprint());
    values.put("kind", finding.kind());
    values.put("level", finding.level());
    values.put("headline", finding.headline());
    values.put("message", finding.message());
    values.put("cycle", finding.cycle());
    values.put("circle", String.join(" \u2192 ", brief(finding)));
    values.put("severity", card.severity());
    values.put("failing", card.failing());
    values.put("state", card.judgement().state().name());
    values.put("stateText", card.judgement().text(finding.level()));
    values.put("closedBy", card.closedBy());
    values.put("seenIn", card.seenIn());
    values.put("evidence", finding.evidence());
    values.put("help", card.help());
    values.put("accept", card.accept());
    values.put("suppress", card.suppress());
    values.put("sides", card.sides().stream().map(this::side).toList());
    values.put("steps", card.steps().stream().map(HtmlData::step).toList());
    values.put("held", finding.heldLocks().stream().map(this::lock).toList());
    values.put("stack", stack(finding.stack()));
    values.put("text", finding.fingerprint() + " " + finding.headline() + " " + finding.cycle() + " "
        + finding.test() + " " + String.join(" ", finding.positions()) + " "
        + String.join(" ", finding.threads()) + " " + card.judgement().state());
    return values;
  }

  private static List<String> brief(FindingRecord finding) {
    List<String> names = new ArrayList<>();
    finding.classes().forEach(name -> names.add(Names.brief(name)));
    if (!finding.dependencies().isEmpty() && !names.isEmpty()) {
      names.add(names.get(0));
    }
    return names;
  }

  private static Object step(Scenario.Step step) {
    return List.of(step.column(), step.text());
  }

  private Map<String, Object> side(Side side) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("column", side.column());
    values.put("title", side.title());
    values.put("now", side.now());
    values.put("count", side.count());
    values.put("held", lock(side.dependency().held(), side.dependency().heldPosition()));
    values.put(
        "requested", lock(side.dependency().requested(), side.dependency().requestPosition()));
    values.put("heldStack", stack(side.dependency().heldStack()));
    values.put("requestStack", stack(side.dependency().requestStack()));
    values.put("heldSource", source(side.dependency().heldPosition()));
    values.put("requestSource", source(side.dependency().requestPosition()));
    return values;
  }

  private Object source(String position) {
    List<Object> lines = new ArrayList<>();
    for (Sources.Line line : sources.excerpt(position, 3, 1)) {
      lines.add(List.of(line.number(), line.text(), line.marked() ? 1 : 0));
    }
    return lines;
  }

  private Map<String, Object> lock(LockRecord lock) {
    return lock(lock, lock.position());
  }

  private Map<String, Object> lock(LockRecord lock, String position) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", lock.lockClass());
    values.put("brief", Names.brief(lock.lockClass()));
    values.put("index", classes.getOrDefault(lock.lockClass(), -1));
    values.put("kind", lock.kind());
    values.put("mode", lock.exclusive() ? "exclusive" : "shared");
    values.put("instance", lock.instance());
    values.put("position", position);
    values.put("note", lock.note());
    return values;
  }

  private List<Object> audits(DumpSet dumps) {
    List<Object> audits = new ArrayList<>();
    for (Dump dump : dumps.dumps()) {
      for (AuditRecord audit : dump.audits()) {
        List<Object> held = new ArrayList<>();
        for (AuditRecord.Held set : audit.held()) {
          Map<String, Object> values = new LinkedHashMap<>();
          values.put("locks", set.locks());
          values.put("count", set.count());
          values.put("paths", set.paths().stream().map(this::stack).toList());
          held.add(values);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("operation", audit.operation());
        values.put("calls", audit.calls());
        values.put("violations", audit.violations());
        values.put("required", audit.required());
        values.put("inferred", audit.inferred());
        values.put("held", held);
        audits.add(values);
      }
    }
    return audits;
  }

  /** One place runs in many JVMs: the counts add up. */
  private static List<Object> suppressions(DumpSet dumps) {
    Map<List<String>, Long> counts = new LinkedHashMap<>();
    for (Dump dump : dumps.dumps()) {
      for (SuppressionRecord suppression : dump.suppressions()) {
        List<String> place = List.of(suppression.position(), suppression.reason());
        counts.merge(place, suppression.count(), Long::sum);
      }
    }
    List<Object> rows = new ArrayList<>();
    counts.forEach((place, count) -> {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("position", place.get(0));
      values.put("reason", place.get(1));
      values.put("count", count);
      rows.add(values);
    });
    return rows;
  }

  private static List<Object> baseline(Report report) {
    Map<String, String> used = new LinkedHashMap<>();
    for (FindingCard card : report.cards()) {
      if (card.judgement().entry() != null) {
        used.put(card.judgement().entry().id(), card.finding().fingerprint());
      }
    }
    List<Object> rows = new ArrayList<>();
    for (BaselineEntry entry : report.baseline().entries()) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("id", entry.id());
      values.put("used", used.containsKey(entry.id()));
      values.put("finding", used.getOrDefault(entry.id(), ""));
      values.put("circle", String.join(" \u2192 ", entry.classes()));
      values.put("reason", entry.reason());
      values.put("by", entry.by());
      values.put("since", entry.since().toString());
      values.put("until", entry.until() == null ? "" : entry.until().toString());
      rows.add(values);
    }
    return rows;
  }

  private static List<Object> runs(DumpSet dumps) {
    List<Object> runs = new ArrayList<>();
    for (Dump dump : dumps.dumps()) {
      for (RunRecord run : dump.runs()) {
        Map<String, Object> shown = new LinkedHashMap<>();
        run.values().forEach((key, value) -> {
          if (!(value instanceof Map) && !key.equals("type")) {
            shown.put(key, String.valueOf(value));
          }
        });
        run.coverage().forEach((key, value) -> shown.put(key, String.valueOf(value)));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", run.name());
        values.put("ended", dump.ended(run));
        values.put("values", shown);
        runs.add(values);
      }
    }
    return runs;
  }
}
