package dev.jlockdep.agent.merge;

import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.agent.report.DumpLines;
import dev.jlockdep.agent.report.Json;
import dev.jlockdep.agent.report.Progress;
import dev.jlockdep.agent.report.RunRecord;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The union of dumps, built while they stream by. What it keeps grows with the different lock
 * classes, dependencies, chains and findings, and by two or three bytes for each dependency of each
 * run. Dumps may come in any order, twice, and may be merged ones.
 */
public final class Merge {
  final Map<String, Integer> runNumbers = new HashMap<>();
  final List<String> runIds = new ArrayList<>();
  final Map<String, Map<String, Object>> runs = new TreeMap<>();
  final Map<String, Map<String, Object>> ends = new TreeMap<>();
  final Map<String, Map<String, Object>> classes = new TreeMap<>();
  final Map<String, MergedDependency> dependencies = new HashMap<>();
  final Map<String, List<String>> chains = new TreeMap<>();
  final Map<String, MergedFinding> findings = new TreeMap<>();
  final Map<String, Map<String, Object>> others = new TreeMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final Progress progress;
  private int dumps;

  public Merge() {
    this(Progress.NONE);
  }

  /** @param progress told of each line */
  public Merge(Progress progress) {
    this.progress = progress;
  }

  /** A finding at its strongest, and the runs that have it; stacks are in it as lists of frames. */
  record MergedFinding(Map<String, Object> values, TreeSet<String> runs) {}

  /** What one dump file has by number or id, and is of no use behind it. */
  private static final class FileState {
    final Map<String, String> frames = new HashMap<>();
    final Map<String, String[]> stacks = new HashMap<>();
    List<String> table = List.of();
    boolean anyRun;
  }

  /** Takes up a dump. What is wrong with it is kept as a problem; what can be read is taken. */
  public void add(Path file) {
    FileState state = new FileState();
    dumps++;
    progress.file(file);
    try (DumpLines lines = DumpLines.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        progress.line();
        if (!line.isBlank() && !addLine(line, lines, state, file)) {
          return;
        }
      }
    } catch (IOException e) {
      problems.add(file + ": cannot be read to its end: " + e.getMessage());
    }
    if (!state.anyRun) {
      problems.add("not a dump, or an empty one: " + file);
    }
  }

  private boolean addLine(String line, DumpLines lines, FileState state, Path file) {
    try {
      record(object(Json.read(line)), state);
    } catch (RunRecord.ForeignException e) {
      problems.add(file + ": " + e.getMessage() + "; nothing of it was taken from here on");
      return false;
    } catch (Json.JsonException | ClassCastException | NullPointerException e) {
      if (!lines.finished()) {
        notices.add(file + ": cut off in line " + lines.number() + ": the JVM was killed");
      } else {
        problems.add(file + ":" + lines.number() + ": corrupt line: " + e.getMessage());
      }
    }
    return true;
  }

  private void record(Map<String, Object> record, FileState state) {
    switch (text(record, "type")) {
      case "run":
        RunRecord.checkFormat(record);
        state.anyRun = true;
        runs.merge(text(record, "id"), record, Merge::larger);
        break;
      case "merge":
        RunRecord.checkFormat(record);
        state.table = texts(record, "runs");
        break;
      case "frame":
        state.frames.put(text(record, "id"), one(text(record, "at")));
        break;
      case "stack":
        state.stacks.put(text(record, "id"), frames(record, state));
        break;
      case "class":
        classes.merge(text(record, "id"), record, Merge::larger);
        break;
      case "dependency":
        dependency(record, state);
        break;
      case "chain":
        List<String> ids = new ArrayList<>();
        texts(record, "classes").forEach(id -> ids.add(one(id)));
        chains.putIfAbsent(text(record, "id"), ids);
        break;
      case "finding":
        finding(record, state);
        break;
      case "end":
        ends.merge(text(record, "run"), record, Merge::larger);
        break;
      default:
        other(record, state);
    }
  }

  private String[] frames(Map<String, Object> record, FileState state) {
    List<String> ids = texts(record, "frames");
    String[] frames = new String[ids.size()];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = state.frames.getOrDefault(ids.get(i), "unknown.frame(Unknown Source)");
    }
    return frames;
  }

  private void dependency(Map<String, Object> record, FileState state) {
    String id = text(record, "id");
    MergedDependency dependency = dependencies.get(id);
    if (dependency == null) {
      dependency =
          new MergedDependency(
              id, one(text(record, "from")), one(text(record, "fromMode")),
              one(text(record, "to")), one(text(record, "toMode")));
      dependencies.put(id, dependency);
    }
    dependency.timedOnly &= (Boolean) record.get("timedOnly");
    if (record.get("counts") instanceof List<?> counts && !state.table.isEmpty()) {
      for (int i = 0; i + 1 < counts.size(); i += 2) {
        String run = state.table.get(((Number) counts.get(i)).intValue());
        dependency.counts.max(number(run), ((Number) counts.get(i + 1)).longValue());
      }
    } else {
      dependency.counts.max(
          number(text(record, "run")), ((Number) record.get("count")).longValue());
    }
    for (Object witness : (List<?>) record.get("witnesses")) {
      dependency.offer(witness(object(witness), text(record, "run"), state));
    }
  }

  private MergedWitness witness(Map<String, Object> values, String run, FileState state) {
    String[] held = state.stacks.getOrDefault(text(values, "heldStack"), new String[0]);
    String[] request = state.stacks.getOrDefault(text(values, "requestStack"), new String[0]);
    Map<String, Object> rest = new TreeMap<>(values);
    rest.remove("heldStack");
    rest.remove("requestStack");
    Object origin = rest.remove("run");
    return MergedWitness.of(origin == null ? one(run) : one(origin.toString()), rest, held, request);
  }

  private void finding(Map<String, Object> record, FileState state) {
    if (Boolean.TRUE.equals(record.get("merged"))) {
      // made by a merge out of dependencies that are here too
      return;
    }
    TreeSet<String> having = new TreeSet<>();
    if (record.get("runs") instanceof List<?>) {
      having.addAll(texts(record, "runs"));
    } else {
      having.add(text(record, "run"));
    }
    Map<String, Object> values = withStacks(record, state);
    values.remove("runs");
    MergedFinding made = new MergedFinding(values, having);
    findings.merge(text(record, "fingerprint"), made, Merge::stronger);
  }

  private static MergedFinding stronger(MergedFinding a, MergedFinding b) {
    TreeSet<String> having = new TreeSet<>(a.runs());
    having.addAll(b.runs());
    return new MergedFinding(compare(a.values(), b.values()) >= 0 ? a.values() : b.values(), having);
  }

  private static int compare(Map<String, Object> a, Map<String, Object> b) {
    int failing = Boolean.compare(
        Boolean.TRUE.equals(a.get("failing")), Boolean.TRUE.equals(b.get("failing")));
    if (failing != 0) {
      return failing;
    }
    int level = FailOn.rank(text(a, "level")) - FailOn.rank(text(b, "level"));
    return level != 0 ? level : Json.write(new TreeMap<>(b)).compareTo(Json.write(new TreeMap<>(a)));
  }

  /** The record with the frames where the ids of stacks were. */
  private static Map<String, Object> withStacks(Map<String, Object> record, FileState state) {
    Map<String, Object> values = new TreeMap<>(record);
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      entry.setValue(inlined(entry.getKey(), entry.getValue(), state));
    }
    return values;
  }

  private static Object inlined(String key, Object value, FileState state) {
    if (value instanceof Map<?, ?>) {
      return withStacks(object(value), state);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(inlined(key.equals("paths") ? "stack" : "", element, state)));
      return copy;
    }
    if (value instanceof String id && isStack(key)) {
      return List.of(state.stacks.getOrDefault(id, new String[0]));
    }
    return value;
  }

  static boolean isStack(String key) {
    return key.equals("stack") || key.equals("heldStack") || key.equals("requestStack");
  }

  /** Records of each run that are carried along: audits, suppressions, kinds of later versions. */
  private void other(Map<String, Object> record, FileState state) {
    Map<String, Object> values = withStacks(record, state);
    String key = text(record, "type") + " " + record.get("run") + " " + record.get("id");
    boolean stat = record.get("type").equals("lockstat");
    others.merge(key, values, stat ? Merge::later : Merge::larger);
  }

  /** Of two lock statistics of one run the one that counts more: field by field, a minimum is lost. */
  private static Map<String, Object> later(Map<String, Object> a, Map<String, Object> b) {
    long countA = ((Number) a.get("acquisitions")).longValue();
    long countB = ((Number) b.get("acquisitions")).longValue();
    int order = countA != countB ? Long.compare(countA, countB)
        : Json.write(a).compareTo(Json.write(b));
    return order >= 0 ? a : b;
  }

  /**
   * Of two records of one thing, field by field: the larger number, else the text that sorts last.
   * Counters of one run only grow, and the rest is equal.
   */
  static Map<String, Object> larger(Map<String, Object> a, Map<String, Object> b) {
    Map<String, Object> merged = new TreeMap<>(a);
    b.forEach((key, value) -> merged.merge(key, value == null ? "" : value, Merge::largerValue));
    return merged;
  }

  private static Object largerValue(Object a, Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() >= y.doubleValue() ? a : b;
    }
    if (a instanceof Map<?, ?> && b instanceof Map<?, ?>) {
      return larger(object(a), object(b));
    }
    return Json.write(a).compareTo(Json.write(b)) >= 0 ? a : b;
  }

  private int number(String run) {
    Integer known = runNumbers.get(run);
    if (known == null) {
      known = runIds.size();
      runNumbers.put(run, known);
      runIds.add(run);
    }
    return known;
  }

  /** One object for equal texts: frames and ids come again in every dump. */
  private String one(String text) {
    String known = texts.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    // keys of a JSON object are texts
    return (Map<String, Object>) (Map<?, ?>) value;
  }

  static String text(Map<String, Object> record, String key) {
    if (!(record.get(key) instanceof String text)) {
      throw new ClassCastException("field " + key + " is missing or wrong");
    }
    return text;
  }

  static List<String> texts(Map<String, Object> record, String key) {
    List<String> texts = new ArrayList<>();
    for (Object value : (List<?>) record.get(key)) {
      texts.add((String) value);
    }
    return texts;
  }

  /** Dumps or parts of them that could not be taken. */
  public List<String> problems() {
    return problems;
  }

  public List<String> notices() {
    return notices;
  }

  void noticeMoreCycles() {
    notices.add("more than " + FleetCycles.MOST + " circles: further ones are not listed");
  }

  /**
   * Writes the union; returns the one-line forms of findings that no single run could make. The same
   * dumps in another order give the same bytes.
   */
  public List<String> write(Writer out) throws IOException {
    List<String> made = new ArrayList<>();
    for (Map<String, Object> finding : new MergeWriter(this, out).write()) {
      made.add(text(finding, "fingerprint") + " " + text(finding, "headline") + " ("
          + text(finding, "level") + ", over several runs): " + text(finding, "message"));
    }
    return made;
  }

  /**
   * Writes the dependencies only, one a line, sorted by id: what the SQL of {@code docs/fleet.md} makes
   * of the same dumps, byte for byte.
   */
  public void writeDependencies(Writer out) throws IOException {
    Set<String> onCircles = new FleetCycles(dependencies.values()).onCircles();
    for (MergedDependency dependency : new TreeMap<>(dependencies).values()) {
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("type", "dependency");
      record.put("id", dependency.id);
      record.put("from", dependency.from);
      record.put("fromMode", dependency.fromMode);
      record.put("to", dependency.to);
      record.put("toMode", dependency.toMode);
      record.put("runs", dependency.counts.pairs().length / 2);
      record.put("count", dependency.counts.total());
      record.put("timedOnly", dependency.timedOnly);
      record.put("onCircle", onCircles.contains(dependency.id));
      out.write(Json.write(record));
      out.write('\n');
    }
  }

  /** {@code 12 dumps, 12 runs, 431 classes, 1873 dependencies}. */
  public String counts() {
    return dumps + (dumps == 1 ? " dump, " : " dumps, ") + runs.size()
        + (runs.size() == 1 ? " run, " : " runs, ") + classes.size() + " classes, "
        + dependencies.size() + " dependencies";
  }
}
