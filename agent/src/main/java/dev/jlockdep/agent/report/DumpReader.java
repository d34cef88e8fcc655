package dev.jlockdep.agent.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one dump. Reading goes on after a line that is no record; such lines are counted and named.
 * A last line without its end is what a killed JVM leaves and is told apart.
 */
public final class DumpReader {
  private final Dump dump;
  private final Map<String, String> frames = new HashMap<>();
  private final Map<String, List<String>> stacks = new HashMap<>();

  private final Progress progress;

  private DumpReader(Path file, Progress progress) {
    dump = new Dump(file);
    this.progress = progress;
  }

  /** The content of the file; an unreadable file is an empty dump with the reason in it. */
  public static Dump read(Path file) {
    return read(file, Progress.NONE);
  }

  static Dump read(Path file, Progress progress) {
    DumpReader reader = new DumpReader(file, progress);
    try {
      reader.readLines(file);
    } catch (IOException e) {
      reader.dump.corrupt.add(file + ": cannot be read: " + e);
    }
    return reader.dump;
  }

  private void readLines(Path file) throws IOException {
    try (DumpLines lines = DumpLines.open(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        readLine(line, lines.number(), !lines.finished());
        progress.line();
      }
    }
  }

  private void readLine(String line, int number, boolean unfinished) {
    if (line.isBlank()) {
      return;
    }
    try {
      record(new Fields(Json.read(line)));
    } catch (Json.JsonException | Fields.MissingException | RunRecord.ForeignException e) {
      if (unfinished) {
        dump.setTruncated();
      } else {
        dump.corrupt.add(dump.file() + ":" + number + ": " + e.getMessage());
      }
    }
  }

  private void record(Fields fields) {
    switch (fields.text("type")) {
      case "run":
        run(fields);
        break;
      case "frame":
        frames.put(fields.text("id"), fields.text("at"));
        break;
      case "stack":
        stack(fields);
        break;
      case "class":
        lockClass(fields);
        break;
      case "dependency":
        dependency(fields);
        break;
      case "chain":
        dump.chains.add(fields.texts("classes"));
        break;
      case "finding":
        dump.findings.add(new Dump.Found(finding(fields), runOf(fields), runsOf(fields)));
        break;
      case "audit":
        audit(fields);
        break;
      case "lockstat":
        dump.lockStats.put(fields.text("run") + fields.text("id"), LockStatRecord.of(fields));
        break;
      case "suppression":
        dump.suppressions.add(
            new SuppressionRecord(
                fields.text("reason"), fields.text("position"), fields.number("count")));
        break;
      case "end":
        dump.ends.put(fields.text("run"), fields.values());
        break;
      default:
        // a record type of a later version
    }
  }

  private RunRecord runOf(Fields fields) {
    String id = fields.text("run");
    RunRecord run = dump.runs.get(id);
    return run == null ? new RunRecord(Map.of("id", id)) : run;
  }

  /** A merged dump names all runs that have the finding. */
  private static List<String> runsOf(Fields fields) {
    return fields.values().get("runs") instanceof List<?> ? fields.texts("runs")
        : List.of(fields.text("run"));
  }

  /** A run may come in several records: later values are added to or replace earlier ones. */
  private void run(Fields fields) {
    RunRecord.checkFormat(fields.values());
    RunRecord before = dump.runs.get(fields.text("id"));
    Map<String, Object> values =
        before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before.values());
    values.putAll(fields.values());
    dump.runs.put(fields.text("id"), new RunRecord(values));
  }

  private void stack(Fields fields) {
    List<String> stack = new ArrayList<>();
    for (String frame : fields.texts("frames")) {
      stack.add(frames.getOrDefault(frame, "frame." + frame + "(Unknown Source)"));
    }
    stacks.put(fields.text("id"), stack);
  }

  private void lockClass(Fields fields) {
    dump.classes.put(
        fields.text("id"),
        new ClassRecord(
            fields.text("id"),
            fields.text("name"),
            fields.text("kind"),
            fields.text("lockType"),
            fields.flag("declared")));
  }

  private void dependency(Fields fields) {
    String heldPosition = "";
    String requestPosition = "";
    String thread = "";
    List<Fields> witnesses = fields.objects("witnesses");
    if (!witnesses.isEmpty()) {
      Fields witness = witnesses.get(0);
      heldPosition = witness.object("held").text("position");
      requestPosition = witness.object("requested").text("position");
      thread = witness.text("thread");
    }
    dump.dependencies.put(
        fields.text("run") + fields.text("id"),
        new GraphDependency(
            fields.text("id"),
            fields.text("run"),
            fields.text("from"),
            fields.text("fromMode"),
            fields.text("to"),
            fields.text("toMode"),
            fields.number("count"),
            fields.flag("timedOnly"),
            heldPosition,
            requestPosition,
            thread));
  }

  private void audit(Fields fields) {
    List<AuditRecord.Held> held = new ArrayList<>();
    for (Fields set : fields.objects("held")) {
      List<List<String>> paths = new ArrayList<>();
      for (String path : set.texts("paths")) {
        paths.add(stacks.getOrDefault(path, List.of()));
      }
      held.add(new AuditRecord.Held(set.texts("locks"), set.number("count"), paths));
    }
    dump.audits.add(
        new AuditRecord(
            fields.text("operation"),
            fields.number("calls"),
            fields.number("violations"),
            fields.text("required"),
            fields.text("inferred"),
            held));
  }

  FindingRecord finding(Fields fields) {
    List<DependencyRecord> dependencies = new ArrayList<>();
    for (Fields dependency : fields.objects("dependencies")) {
      dependencies.add(witness(dependency));
    }
    List<LockRecord> held = new ArrayList<>();
    for (Fields lock : fields.objects("held")) {
      held.add(lock(lock));
    }
    return new FindingRecord(
        fields.text("kind"),
        fields.text("headline"),
        fields.text("level"),
        fields.text("fingerprint"),
        fields.text("message"),
        fields.texts("classes"),
        dependencies,
        held,
        stackOf(fields, "stack"),
        fields.text("thread"),
        fields.number("threadId"),
        fields.text("test"),
        fields.texts("evidence"),
        fields.flag("failing"),
        fields.number("timeMillis"));
  }

  private DependencyRecord witness(Fields fields) {
    return new DependencyRecord(
        lock(fields.object("held")),
        lock(fields.object("requested")),
        stackOf(fields, "heldStack"),
        stackOf(fields, "requestStack"),
        fields.text("thread"),
        fields.number("threadId"),
        fields.text("task"),
        fields.text("test"));
  }

  private List<String> stackOf(Fields fields, String key) {
    return stacks.getOrDefault(fields.text(key), List.of());
  }

  private static LockRecord lock(Fields fields) {
    return new LockRecord(
        fields.text("class"),
        fields.text("kind"),
        fields.text("lockType"),
        fields.flag("declared"),
        fields.text("instance"),
        fields.text("mode"),
        fields.text("position"),
        fields.text("note"));
  }
}
