package dev.jlockdep.agent.report;

import dev.jlockdep.agent.AgentOptions;
import dev.jlockdep.api.AuditView;
import dev.jlockdep.api.DependencyView;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.GraphView;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.api.LockStatView;
import dev.jlockdep.api.Stats;
import dev.jlockdep.api.SuppressionView;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dump of this JVM: one file of JSON lines. A finding is in the file when {@link #finding}
 * returns, so that a halt, a kill or a hang right after loses nothing.
 *
 * <p>Thread-safe, and no call throws: where the folder cannot be written, one message says so and
 * the dump goes to the folder for temporary files; where that fails too, there is no dump and the
 * program goes on. Plain file streams, since a channel would be closed by an interrupt of the
 * watched program's thread.
 */
public final class DumpWriter {
  private static final int FLUSH_SIZE = 1 << 16;

  private final RunRecord run;
  private final DumpEncoder encoder;
  private final Map<String, FindingRecord> recorded = new LinkedHashMap<>();
  private Map<String, Object> coverage = Map.of();
  private Path folder;
  private Path file;
  private OutputStream stream;
  private boolean fallenBack;
  private boolean ended;

  private DumpWriter(RunRecord run) {
    this.run = run;
    this.encoder = new DumpEncoder(run.id());
  }

  /** Opens the dump of this run in the options' folder, creating the folder. */
  public static DumpWriter open(AgentOptions options, RunRecord run) {
    return open(options.output(), run);
  }

  static DumpWriter open(Path folder, RunRecord run) {
    DumpWriter writer = new DumpWriter(run);
    writer.openIn(folder);
    return writer;
  }

  private synchronized void openIn(Path wanted) {
    try {
      Path absolute = wanted.toAbsolutePath();
      Files.createDirectories(absolute);
      Path path = absolute.resolve(fileName());
      stream = new FileOutputStream(path.toFile());
      folder = absolute;
      file = path;
      encoder.run(run.values());
      if (!coverage.isEmpty()) {
        encoder.coverage(coverage);
      }
      // after a fall back the new file must tell everything by itself
      for (FindingRecord finding : recorded.values()) {
        encoder.finding(finding);
      }
      flush();
    } catch (IOException | RuntimeException | Error e) {
      fallBack(wanted, e);
    }
  }

  private String fileName() {
    return "jlockdep-" + run.text("pid") + "-" + run.text("startMillis") + ".jsonl";
  }

  /** The dump file, or null when none can be written. */
  public synchronized Path file() {
    return file;
  }

  /** The folder of the dump, or null when none can be written. */
  public synchronized Path folder() {
    return folder;
  }

  public RunRecord run() {
    return run;
  }

  /**
   * Adds or replaces what is known of the validation itself: {@code selfTest} ("ok", or what is
   * wrong), {@code typesWoven} and any other counter.
   */
  public synchronized void coverage(Map<String, ?> counters) {
    try {
      Map<String, Object> merged = new LinkedHashMap<>(coverage);
      merged.putAll(counters);
      coverage = merged;
      encoder.coverage(merged);
      flush();
    } catch (RuntimeException | Error e) {
      Stderr.line("jlockdep: counters could not be dumped: " + e);
    }
  }

  /** Writes a finding; it is in the file on return. */
  public synchronized void finding(FindingRecord finding) {
    try {
      FindingRecord before = recorded.put(finding.fingerprint(), finding);
      if (before == null || !sameVerdict(before, finding)) {
        encoder.finding(finding);
        flush();
      }
    } catch (RuntimeException | Error e) {
      Stderr.line("jlockdep: finding " + finding.fingerprint() + " could not be dumped: " + e);
    }
  }

  private static boolean sameVerdict(FindingRecord a, FindingRecord b) {
    return a.level().equals(b.level()) && a.failing() == b.failing();
  }

  /** Writes the graph as it is now; later lines of the same ids replace these. */
  public synchronized void graph(GraphView graph) {
    try {
      writeGraph(graph);
    } catch (RuntimeException | Error e) {
      Stderr.line("jlockdep: the lock graph could not be dumped: " + e);
    }
  }

  private void writeGraph(GraphView graph) {
    Path before = file;
    writeGraphOnce(graph);
    if (file != null && !file.equals(before)) {
      // its beginning is in the file that could not be completed
      writeGraphOnce(graph);
    }
  }

  private void writeGraphOnce(GraphView graph) {
    Map<Integer, String> ids = new HashMap<>();
    for (LockClassView lockClass : graph.classes()) {
      ids.put(lockClass.id(), DumpEncoder.classId(lockClass));
      encoder.lockClass(lockClass);
      flushIfLarge();
    }
    for (DependencyView dependency : graph.dependencies()) {
      encoder.dependency(dependency);
      flushIfLarge();
    }
    for (int[] chain : graph.chains()) {
      List<String> classes = new ArrayList<>(chain.length);
      for (int lockClass : chain) {
        classes.add(ids.getOrDefault(lockClass, "unknown"));
      }
      encoder.chain(classes);
      flushIfLarge();
    }
    flush();
  }

  /** Writes what is known of guarded operations, and what the code itself suppresses. */
  public synchronized void audits(List<AuditView> audits, List<SuppressionView> suppressions) {
    if (ended) {
      return;
    }
    try {
      for (AuditView audit : audits) {
        encoder.audit(audit);
        flushIfLarge();
      }
      for (SuppressionView suppression : suppressions) {
        encoder.suppression(suppression);
      }
      flush();
    } catch (RuntimeException | Error e) {
      Stderr.line("jlockdep: the audits could not be dumped: " + e);
    }
  }

  /** Writes lock statistics, where they were taken. */
  public synchronized void lockStats(List<LockStatView> stats) {
    if (ended) {
      return;
    }
    try {
      for (LockStatView stat : stats) {
        encoder.lockStat(stat);
        flushIfLarge();
      }
      flush();
    } catch (RuntimeException | Error e) {
      Stderr.line("jlockdep: lock statistics could not be dumped: " + e);
    }
  }

  /**
   * Ends the dump: findings that no listener could write when they were made, the graph, the
   * counters and the end record, whose absence tells a killed JVM. Later calls do nothing.
   */
  public synchronized void end(List<Finding> findings, GraphView graph, Stats stats) {
    if (ended) {
      return;
    }
    ended = true;
    try {
      for (Finding finding : findings) {
        finding(Records.of(finding));
      }
      writeGraph(graph);
      encoder.end(System.currentTimeMillis(), stats.values());
      flush();
      close();
    } catch (RuntimeException | Error e) {
      Stderr.line("jlockdep: the dump could not be completed: " + e);
    }
  }

  /** Writes a text beside the dump in one step, so that no reader sees half of it. */
  public synchronized void beside(String name, String text) {
    if (folder == null) {
      return;
    }
    try {
      Path whole = folder.resolve(name);
      Path part = folder.resolve(name + "." + run.text("pid") + ".part");
      try (FileOutputStream out = new FileOutputStream(part.toFile())) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException | Error e) {
      Stderr.line("jlockdep: " + name + " could not be written to " + folder + ": " + e);
    }
  }

  private void flushIfLarge() {
    if (encoder.pending() > FLUSH_SIZE) {
      flush();
    }
  }

  /** A daemon thread can make a finding after the end record was written. */
  private void appendLate(byte[] bytes) {
    if (!ended || file == null || bytes.length == 0) {
      return;
    }
    try (OutputStream late = new FileOutputStream(file.toFile(), true)) {
      late.write(bytes);
    } catch (IOException e) {
      Stderr.line("jlockdep: a late finding could not be dumped: " + e);
    }
  }

  /** Writes the pending lines, or what stands for them in another file. */
  private void flush() {
    byte[] bytes = encoder.take().getBytes(StandardCharsets.UTF_8);
    if (stream == null) {
      appendLate(bytes);
      return;
    }
    try {
      stream.write(bytes);
    } catch (IOException e) {
      fallBack(folder, e);
    }
  }

  private void fallBack(Path failed, Throwable cause) {
    close();
    Path temporary = new File(System.getProperty("java.io.tmpdir", ".")).toPath();
    boolean retry = !fallenBack;
    fallenBack = true;
    Stderr.line(
        "jlockdep: cannot write the dump in "
            + failed
            + " ("
            + cause
            + "); free space there, make it writable, or set the option output=DIR. "
            + (retry ? "Trying " + temporary : "There is no dump; findings are only printed"));
    folder = null;
    file = null;
    encoder.forget();
    if (retry) {
      openIn(temporary.resolve("jlockdep-out"));
    }
  }

  private void close() {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      // the lines are written already, or their loss was said
    }
    stream = null;
  }
}
