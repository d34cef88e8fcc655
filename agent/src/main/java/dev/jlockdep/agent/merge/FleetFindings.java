package dev.jlockdep.agent.merge;

import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.agent.baseline.Fingerprints;
import dev.jlockdep.agent.report.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Findings that no run could make, since no run saw all sides of the circle. Instances of two JVMs
 * are never the same, so nothing says that the locks meet: POSSIBLE. Initialisers are the exception,
 * a type being initialised once in any JVM: LIKELY.
 */
final class FleetFindings {
  private static final String INITIALISATION = "class initialisation";

  private final Merge merge;
  private boolean more;

  FleetFindings(Merge merge) {
    this.merge = merge;
  }

  boolean more() {
    return more;
  }

  /** The findings as records, stacks in place, by fingerprint. */
  List<Map<String, Object>> find() {
    List<MergedDependency> sorted = new ArrayList<>(merge.dependencies.values());
    sorted.sort((a, b) -> a.id.compareTo(b.id));
    FleetCycles cycles = new FleetCycles(sorted);
    List<Map<String, Object>> findings = new ArrayList<>();
    for (List<MergedDependency> circle : cycles.find().values()) {
      List<String> names = new ArrayList<>();
      circle.forEach(dependency -> names.add(className(dependency.from)));
      String fingerprint = Fingerprints.ofCycle(names);
      if (!merge.findings.containsKey(fingerprint) && !harmless(circle)) {
        findings.add(finding(circle, names, fingerprint));
      }
    }
    more = cycles.more();
    findings.sort((a, b) ->
        Merge.text(a, "fingerprint").compareTo(Merge.text(b, "fingerprint")));
    return findings;
  }

  /**
   * A run that saw all sides of a circle of initialisers has judged it with what only a run knows: at
   * which of the types a thread can begin. It was silent. Enums whose constants have bodies are such
   * circles, in every program.
   */
  private boolean harmless(List<MergedDependency> circle) {
    for (MergedDependency dependency : circle) {
      Object kind = merge.classes.getOrDefault(dependency.from, Map.of()).get("kind");
      if (!INITIALISATION.equals(kind)) {
        return false;
      }
    }
    return shared(circle);
  }

  private Map<String, Object> finding(
      List<MergedDependency> circle, List<String> names, String fingerprint) {
    List<Object> dependencies = new ArrayList<>();
    List<String> positions = new ArrayList<>();
    List<String> threads = new ArrayList<>();
    boolean declared = true;
    boolean initialisers = true;
    for (MergedDependency dependency : circle) {
      Map<String, Object> values = dependency(dependency);
      dependencies.add(values);
      positions.add(Merge.text(Merge.object(values.get("held")), "position"));
      positions.add(Merge.text(Merge.object(values.get("requested")), "position"));
      threads.add(Merge.text(values, "thread"));
      declared &= Boolean.TRUE.equals(Merge.object(values.get("held")).get("declared"));
      initialisers &= INITIALISATION.equals(Merge.object(values.get("held")).get("kind"));
    }
    String level = initialisers ? "LIKELY" : "POSSIBLE";
    Map<String, Object> first = Merge.object(dependencies.get(0));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("type", "finding");
    values.put("run", circle.get(0).witness == null ? "" : circle.get(0).witness.run());
    values.put("merged", true);
    values.put("kind", "CYCLE");
    values.put("level", level);
    values.put("fingerprint", fingerprint);
    values.put("failing", FailOn.LIKELY.fails(level, declared));
    values.put("classes", names);
    values.put("positions", positions);
    values.put("threads", threads);
    values.put("headline", "possible circular locking dependency detected");
    values.put("message", String.join(" -> ", names) + " -> " + names.get(0));
    values.put("thread", first.get("thread"));
    values.put("threadId", first.get("threadId"));
    values.put("test", first.get("test"));
    values.put("evidence", evidence(circle, initialisers));
    values.put("timeMillis", 0);
    values.put("dependencies", dependencies);
    values.put("held", List.of(first.get("held")));
    values.put("stack", first.get("requestStack"));
    return values;
  }

  /** Why, and from which run each side comes. */
  private List<String> evidence(List<MergedDependency> circle, boolean initialisers) {
    List<String> lines = new ArrayList<>();
    if (initialisers) {
      lines.add("every JVM initialises a type once: two threads that begin at two of them meet");
    } else if (shared(circle)) {
      lines.add("only possible: no run judged these orders, though one saw them all");
    } else {
      lines.add("only possible: the orders come from different runs, nothing says that the locks"
          + " meet");
    }
    TreeSet<String> programs = new TreeSet<>();
    for (MergedDependency dependency : circle) {
      RunRecord run = origin(dependency);
      programs.add(run.text("program") + " " + run.text("commit"));
      lines.add(className(dependency.from) + " -> " + className(dependency.to) + " was seen in "
          + run.name() + (run.text("commit").isEmpty() ? "" : ", commit " + run.text("commit"))
          + others(dependency));
    }
    if (programs.size() > 1) {
      lines.add("the runs are of different programs or commits");
    }
    return lines;
  }

  private static String others(MergedDependency dependency) {
    int more = dependency.counts.pairs().length / 2 - 1;
    return more <= 0 ? "" : " and " + more + (more == 1 ? " more run" : " more runs");
  }

  private static boolean shared(List<MergedDependency> circle) {
    TreeSet<Integer> common = runsOf(circle.get(0));
    for (MergedDependency dependency : circle) {
      common.retainAll(runsOf(dependency));
    }
    return !common.isEmpty();
  }

  private static TreeSet<Integer> runsOf(MergedDependency dependency) {
    TreeSet<Integer> runs = new TreeSet<>();
    int[] pairs = dependency.counts.pairs();
    for (int i = 0; i < pairs.length; i += 2) {
      runs.add(pairs[i]);
    }
    return runs;
  }

  private RunRecord origin(MergedDependency dependency) {
    String id = dependency.witness == null ? "" : dependency.witness.run();
    return new RunRecord(merge.runs.getOrDefault(id, Map.of("id", id, "program", "run " + id)));
  }

  private Map<String, Object> dependency(MergedDependency dependency) {
    MergedWitness witness = dependency.witness;
    Map<String, Object> from = witness == null ? Map.of() : witness.values();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("held", lock(dependency.from, dependency.fromMode, from.get("held")));
    values.put("requested", lock(dependency.to, dependency.toMode, from.get("requested")));
    values.put("heldStack", witness == null ? List.of() : List.of(witness.heldStack()));
    values.put("requestStack", witness == null ? List.of() : List.of(witness.requestStack()));
    values.put("thread", from.getOrDefault("thread", "unknown"));
    values.put("threadId", from.getOrDefault("threadId", 0L));
    values.put("task", from.getOrDefault("task", ""));
    values.put("test", from.getOrDefault("test", ""));
    return values;
  }

  private Map<String, Object> lock(String classId, String mode, Object instance) {
    Map<String, Object> lockClass = merge.classes.getOrDefault(classId, Map.of());
    Map<String, Object> seen = instance == null ? Map.of() : Merge.object(instance);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("class", className(classId));
    values.put("kind", lockClass.getOrDefault("kind", "lock"));
    values.put("lockType", lockClass.getOrDefault("lockType", ""));
    values.put("declared", lockClass.getOrDefault("declared", false));
    values.put("instance", seen.getOrDefault("instance", ""));
    values.put("mode", mode);
    values.put("position", seen.getOrDefault("position", ""));
    values.put("note", "");
    return values;
  }

  private String className(String id) {
    return String.valueOf(merge.classes.getOrDefault(id, Map.of()).getOrDefault("name", id));
  }
}
