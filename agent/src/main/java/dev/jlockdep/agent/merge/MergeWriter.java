package dev.jlockdep.agent.merge;

import dev.jlockdep.agent.report.Ids;
import dev.jlockdep.agent.report.Json;
import dev.jlockdep.agent.report.RunRecord;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes a merge as a dump: the same content gives the same bytes. */
final class MergeWriter {
  private final Merge merge;
  private final Writer out;
  private final Set<String> written = new HashSet<>();

  MergeWriter(Merge merge, Writer out) {
    this.merge = merge;
    this.out = out;
  }

  /** Writes all; returns the findings that only the merge could make. */
  List<Map<String, Object>> write() throws IOException {
    for (Map<String, Object> run : merge.runs.values()) {
      line(sorted(run));
    }
    List<String> table = new ArrayList<>(new TreeSet<>(merge.runIds));
    Map<String, Object> head = new TreeMap<>();
    head.put("type", "merge");
    head.put("format", RunRecord.FORMAT);
    head.put("runs", table);
    line(head);
    for (Map<String, Object> lockClass : merge.classes.values()) {
      line(sorted(lockClass));
    }
    dependencies(table);
    for (Map.Entry<String, List<String>> chain : merge.chains.entrySet()) {
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("type", "chain");
      record.put("id", chain.getKey());
      record.put("classes", chain.getValue());
      line(record);
    }
    for (Merge.MergedFinding finding : merge.findings.values()) {
      Map<String, Object> values = new TreeMap<>(finding.values());
      values.put("runs", finding.runs());
      line(outlined(values));
    }
    FleetFindings fleet = new FleetFindings(merge);
    List<Map<String, Object>> made = fleet.find();
    for (Map<String, Object> finding : made) {
      line(outlined(finding));
    }
    if (fleet.more()) {
      merge.noticeMoreCycles();
    }
    for (Map<String, Object> other : merge.others.values()) {
      line(sorted(outlined(other)));
    }
    for (Map<String, Object> end : merge.ends.values()) {
      line(sorted(end));
    }
    out.flush();
    return made;
  }

  private void dependencies(List<String> table) throws IOException {
    Map<String, Integer> ranks = new TreeMap<>();
    for (String run : table) {
      ranks.put(run, ranks.size());
    }
    int[] numbers = new int[merge.runIds.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ranks.get(merge.runIds.get(i));
    }
    for (MergedDependency dependency : new TreeMap<>(merge.dependencies).values()) {
      int[] pairs = dependency.counts.renumbered(number -> numbers[number]);
      List<Object> counts = new ArrayList<>(pairs.length);
      for (int value : pairs) {
        counts.add(value);
      }
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("type", "dependency");
      record.put("id", dependency.id);
      record.put("run", table.get(pairs[0]));
      record.put("from", dependency.from);
      record.put("fromMode", dependency.fromMode);
      record.put("to", dependency.to);
      record.put("toMode", dependency.toMode);
      record.put("count", dependency.counts.total());
      record.put("timedOnly", dependency.timedOnly);
      record.put("witnesses", witnesses(dependency.witness));
      record.put("counts", counts);
      line(record);
    }
  }

  private List<Object> witnesses(MergedWitness witness) throws IOException {
    if (witness == null) {
      return List.of();
    }
    Map<String, Object> values = new LinkedHashMap<>(witness.values());
    values.put("run", witness.run());
    values.put("heldStack", stack(List.of(witness.heldStack())));
    values.put("requestStack", stack(List.of(witness.requestStack())));
    return List.of(values);
  }

  /** The record with ids of stacks where the frames were; new stacks and frames go out first. */
  private Map<String, Object> outlined(Map<String, Object> record) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : record.entrySet()) {
      values.put(entry.getKey(), outlined(entry.getKey(), entry.getValue()));
    }
    return values;
  }

  private Object outlined(String key, Object value) throws IOException {
    if (value instanceof Map<?, ?>) {
      return outlined(Merge.object(value));
    }
    if (value instanceof List<?> list) {
      if (Merge.isStack(key)) {
        return stack(list);
      }
      List<Object> copy = new ArrayList<>();
      for (Object element : list) {
        copy.add(outlined(key.equals("paths") ? "stack" : "", element));
      }
      return copy;
    }
    return value;
  }

  private String stack(List<?> frames) throws IOException {
    long id = frames.size();
    List<String> ids = new ArrayList<>();
    for (Object frame : frames) {
      long frameId = Ids.hash(frame.toString());
      id = Ids.combine(id, frameId);
      ids.add(Ids.hex(frameId));
      if (written.add(Ids.hex(frameId))) {
        line(Map.of("type", "frame"), "id", Ids.hex(frameId), "at", frame);
      }
    }
    if (written.add("stack " + id)) {
      line(Map.of("type", "stack"), "id", Ids.hex(id), "frames", ids);
    }
    return Ids.hex(id);
  }

  /** Records of one run come in parts and in any order; their fields go out by name. */
  private static Map<String, Object> sorted(Map<String, Object> record) {
    Map<String, Object> values = new TreeMap<>(record);
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      if (entry.getValue() instanceof Map<?, ?>) {
        entry.setValue(sorted(Merge.object(entry.getValue())));
      }
    }
    return values;
  }

  private void line(Map<String, Object> start, Object... more) throws IOException {
    Map<String, Object> record = new LinkedHashMap<>(start);
    for (int i = 0; i < more.length; i += 2) {
      record.put(more[i].toString(), more[i + 1]);
    }
    line(record);
  }

  private void line(Map<String, Object> record) throws IOException {
    out.write(Json.write(record));
    out.write('\n');
  }
}
