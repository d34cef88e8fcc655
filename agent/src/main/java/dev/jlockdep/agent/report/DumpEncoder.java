package dev.jlockdep.agent.report;

import dev.jlockdep.api.AuditView;
import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.DependencyView;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.api.LockStatView;
import dev.jlockdep.api.SuppressionView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Turns records into dump lines. Frames and stacks are written once, before the first line that
 * refers to them; all ids are hashes of the content, so dumps of many JVMs can be concatenated.
 * Not thread-safe.
 */
final class DumpEncoder {
  private final String run;
  private final Set<Long> written = new HashSet<>();
  private final StringBuilder out = new StringBuilder();
  private final Function<List<String>, Object> stackWriter = new StackWriter();
  /** Ids of lock classes by name, and of frames: the graph names each many times. */
  private final Map<String, String> classIds = new HashMap<>();
  private final Map<StackTraceElement, Frame> frames = new HashMap<>();

  /** A frame as the dump has it. */
  private static final class Frame {
    final String text;
    final long id;
    final String hex;

    Frame(String text) {
      this.text = text;
      this.id = Ids.hash(text);
      this.hex = Ids.hex(id);
    }
  }

  /** A type of its own: a lambda would be linked on a thread that holds the program's locks. */
  private final class StackWriter implements Function<List<String>, Object> {
    @Override
    public Object apply(List<String> frames) {
      return stack(frames);
    }
  }

  DumpEncoder(String run) {
    this.run = run;
  }

  /** The lines so far, and forgets them. */
  String take() {
    String lines = out.toString();
    out.setLength(0);
    if (out.capacity() > 1 << 20) {
      out.trimToSize();
    }
    return lines;
  }

  /** Starts over, for a new file. */
  void forget() {
    out.setLength(0);
    written.clear();
  }

  /** Size of the lines not yet taken. */
  int pending() {
    return out.length();
  }

  void run(Map<String, Object> values) {
    Map<String, Object> record = record("run");
    record.putAll(values);
    line(record);
  }

  void coverage(Map<String, ?> counters) {
    Map<String, Object> record = record("run");
    record.put("id", run);
    record.put("coverage", counters);
    line(record);
  }

  void finding(FindingRecord finding) {
    Map<String, Object> record = record("finding");
    record.put("run", run);
    record.putAll(findingValues(finding, stackWriter));
    line(record);
  }

  /** The fields of a finding; {@code stacks} gives what stands for a stack. */
  static Map<String, Object> findingValues(
      FindingRecord finding, Function<List<String>, Object> stacks) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("kind", finding.kind());
    values.put("level", finding.level());
    values.put("fingerprint", finding.fingerprint());
    values.put("failing", finding.failing());
    values.put("classes", finding.classes());
    values.put("positions", finding.positions());
    values.put("threads", finding.threads());
    values.put("headline", finding.headline());
    values.put("message", finding.message());
    values.put("thread", finding.thread());
    values.put("threadId", finding.threadId());
    values.put("test", finding.test());
    values.put("evidence", finding.evidence());
    values.put("timeMillis", finding.timeMillis());
    List<Object> dependencies = new ArrayList<>();
    for (DependencyRecord dependency : finding.dependencies()) {
      dependencies.add(dependencyValues(dependency, stacks));
    }
    values.put("dependencies", dependencies);
    values.put("held", locks(finding.heldLocks()));
    values.put("stack", stacks.apply(finding.stack()));
    return values;
  }

  private static Map<String, Object> dependencyValues(
      DependencyRecord dependency, Function<List<String>, Object> stacks) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("held", lock(dependency.held()));
    values.put("requested", lock(dependency.requested()));
    values.put("heldStack", stacks.apply(dependency.heldStack()));
    values.put("requestStack", stacks.apply(dependency.requestStack()));
    values.put("thread", dependency.thread());
    values.put("threadId", dependency.threadId());
    values.put("task", dependency.task());
    values.put("test", dependency.test());
    return values;
  }

  private static List<Object> locks(List<LockRecord> locks) {
    List<Object> values = new ArrayList<>();
    for (LockRecord lock : locks) {
      values.add(lock(lock));
    }
    return values;
  }

  private static Map<String, Object> lock(LockRecord lock) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("class", lock.lockClass());
    values.put("kind", lock.kind());
    values.put("lockType", lock.type());
    values.put("declared", lock.declared());
    values.put("instance", lock.instance());
    values.put("mode", lock.mode());
    values.put("position", lock.position());
    values.put("note", lock.note());
    return values;
  }

  private String knownClassId(LockClassView lockClass) {
    String id = classIds.get(lockClass.name());
    if (id == null) {
      id = classId(lockClass);
      classIds.put(lockClass.name(), id);
    }
    return id;
  }

  /** Content id of a lock class. */
  static String classId(LockClassView lockClass) {
    return Ids.hex(Ids.hash("class " + lockClass.name()));
  }

  void lockClass(LockClassView lockClass) {
    Map<String, Object> record = record("class");
    record.put("id", classId(lockClass));
    record.put("name", lockClass.name());
    record.put("kind", lockClass.kind());
    record.put("lockType", lockClass.type());
    record.put("declared", lockClass.declared());
    line(record);
  }

  /** Most of a dump is these lines: written straight, without records in between. */
  void dependency(DependencyView view) {
    List<Dependency> witnesses = view.witnesses();
    String[] stacks = new String[2 * witnesses.size()];
    for (int i = 0; i < witnesses.size(); i++) {
      stacks[2 * i] = stack(witnesses.get(i).heldStack());
      stacks[2 * i + 1] = stack(witnesses.get(i).requestStack());
    }
    String from = knownClassId(view.from());
    String to = knownClassId(view.to());
    String content = from + view.fromMode() + to + view.toMode();
    out.append("{\"type\":\"dependency\",\"id\":\"").append(Ids.hex(Ids.hash(content)));
    text("\",\"run\":", run);
    out.append(",\"from\":\"").append(from);
    out.append("\",\"fromMode\":\"").append(view.fromMode().name());
    out.append("\",\"to\":\"").append(to);
    out.append("\",\"toMode\":\"").append(view.toMode().name());
    out.append("\",\"count\":").append(view.count());
    out.append(",\"timedOnly\":").append(view.timedOnly());
    out.append(",\"witnesses\":[");
    for (int i = 0; i < witnesses.size(); i++) {
      out.append(i == 0 ? "" : ",");
      witness(witnesses.get(i), stacks[2 * i], stacks[2 * i + 1]);
    }
    out.append("]}\n");
  }

  /** As in a finding, without what the lock classes already say. */
  private void witness(Dependency witness, String heldStack, String requestStack) {
    out.append("{\"held\":");
    instance(witness.held(), witness.heldStack());
    out.append(",\"requested\":");
    instance(witness.requested(), witness.requestStack());
    out.append(",\"heldStack\":\"").append(heldStack);
    out.append("\",\"requestStack\":\"").append(requestStack);
    text("\",\"thread\":", witness.thread());
    out.append(",\"threadId\":").append(witness.threadId());
    text(",\"task\":", witness.task());
    text(",\"test\":", witness.test());
    out.append('}');
  }

  private void instance(HeldLock lock, StackTraceElement[] stack) {
    StackTraceElement at =
        lock.position() == null && stack.length > 0 ? stack[0] : lock.position();
    text("{\"instance\":", lock.instance());
    out.append(",\"mode\":\"").append(lock.mode().name());
    text("\",\"position\":", at == null ? "" : frame(at).text);
    out.append('}');
  }

  private void text(String before, String value) {
    out.append(before);
    Json.write(out, value == null ? "" : value);
  }

  void chain(List<String> classIds) {
    Map<String, Object> record = record("chain");
    record.put("id", Ids.hex(Ids.hash("chain " + String.join(" ", classIds))));
    record.put("run", run);
    record.put("classes", classIds);
    line(record);
  }

  /** What is known of one guarded operation. */
  void audit(AuditView audit) {
    Map<String, Object> record = record("audit");
    record.put("id", Ids.hex(Ids.hash("audit " + audit.operation())));
    record.put("run", run);
    record.put("operation", audit.operation());
    record.put("calls", audit.calls());
    record.put("violations", audit.violations());
    record.put("required", audit.required());
    record.put("inferred", audit.inferred());
    List<Object> held = new ArrayList<>();
    for (AuditView.Held set : audit.held()) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("locks", set.locks());
      values.put("count", set.count());
      List<Object> paths = new ArrayList<>();
      for (StackTraceElement[] path : set.paths()) {
        paths.add(stack(Records.frames(path)));
      }
      values.put("paths", paths);
      held.add(values);
    }
    record.put("held", held);
    line(record);
  }

  /** One reason that the code itself suppresses findings for. */
  void suppression(SuppressionView suppression) {
    Map<String, Object> record = record("suppression");
    record.put("id", Ids.hex(Ids.hash("suppression " + suppression.reason())));
    record.put("run", run);
    record.put("reason", suppression.reason());
    record.put(
        "position",
        suppression.position() == null ? "" : Records.frame(suppression.position()));
    record.put("count", suppression.count());
    line(record);
  }

  /** Contention of one lock class in one mode. */
  void lockStat(LockStatView stat) {
    Map<String, Object> record = record("lockstat");
    record.put("id", classId(stat.lockClass()) + (stat.shared() ? "r" : "w"));
    record.put("run", run);
    record.put("class", classId(stat.lockClass()));
    record.put("shared", stat.shared());
    record.put("acquisitions", stat.acquisitions());
    record.put("contentions", stat.contentions());
    times(record, "wait", stat.waits());
    record.put("holds", stat.holds().count());
    times(record, "hold", stat.holds());
    line(record);
  }

  private static void times(Map<String, Object> record, String what, LockStatView.Times times) {
    record.put(what + "NanosTotal", times.total());
    record.put(what + "NanosMin", times.min());
    record.put(what + "NanosMax", times.max());
  }

  void end(long timeMillis, Map<String, ?> stats) {
    Map<String, Object> record = record("end");
    record.put("run", run);
    record.put("timeMillis", timeMillis);
    record.put("stats", stats);
    line(record);
  }

  /** Id of the stack; its record and those of its frames go out first if they have not yet. */
  private String stack(List<String> frames) {
    List<String> ids = new ArrayList<>(frames.size());
    long id = frames.size();
    for (String frame : frames) {
      long frameId = Ids.hash(frame);
      id = Ids.combine(id, frameId);
      String hex = Ids.hex(frameId);
      ids.add(hex);
      frame(frameId, hex, frame);
    }
    String hex = Ids.hex(id);
    if (written.add(id)) {
      Map<String, Object> record = record("stack");
      record.put("id", hex);
      record.put("frames", ids);
      line(record);
    }
    return hex;
  }

  /** The same, for the stacks of the graph, which have most of their frames in common. */
  private String stack(StackTraceElement[] elements) {
    long id = elements.length;
    for (StackTraceElement element : elements) {
      Frame frame = frame(element);
      id = Ids.combine(id, frame.id);
      frame(frame.id, frame.hex, frame.text);
    }
    String hex = Ids.hex(id);
    if (written.add(id)) {
      out.append("{\"type\":\"stack\",\"id\":\"").append(hex).append("\",\"frames\":[");
      for (int i = 0; i < elements.length; i++) {
        out.append(i == 0 ? "\"" : ",\"").append(frame(elements[i]).hex).append('"');
      }
      out.append("]}\n");
    }
    return hex;
  }

  private Frame frame(StackTraceElement element) {
    Frame frame = frames.get(element);
    if (frame == null) {
      frame = new Frame(Records.frame(element));
      frames.put(element, frame);
    }
    return frame;
  }

  private void frame(long id, String hex, String frame) {
    if (written.add(id)) {
      Map<String, Object> record = record("frame");
      record.put("id", hex);
      record.put("at", frame);
      line(record);
    }
  }

  private static Map<String, Object> record(String type) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("type", type);
    return record;
  }

  private void line(Map<String, Object> record) {
    Json.write(out, record);
    out.append('\n');
  }
}
