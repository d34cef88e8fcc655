package dev.jlockdep.tests.conformance;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.DependencyView;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs all trials in one JVM and writes what the tool knows then, as JSON lines: {@code trial}
 * (with the error, if it threw), {@code finding}, {@code class} and {@code dependency} records.
 */
public final class ConformanceProgram {
  private ConformanceProgram() {}

  /** @param arguments the file to write */
  public static void main(String[] arguments) {
    if (!Lockdep.active()) {
      throw new IllegalStateException("no agent watches this JVM");
    }
    List<String> lines = new ArrayList<>();
    for (Trial trial : new Trials(RowTable.load()).all()) {
      lines.add(Json.write(run(trial)));
    }
    LockdepControl.findings().forEach(finding -> lines.add(Json.write(record(finding))));
    LockdepControl.graph().classes().forEach(view -> lines.add(Json.write(record(view))));
    LockdepControl.graph().dependencies().forEach(view -> lines.add(Json.write(record(view))));
    write(Path.of(arguments[0]), lines);
  }

  private static Map<String, Object> run(Trial trial) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("type", "trial");
    record.put("name", trial.name());
    record.put("error", "");
    try {
      trial.run();
    } catch (Throwable thrown) {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text, true));
      record.put("error", text.toString());
    }
    return record;
  }

  private static Map<String, Object> record(Finding finding) {
    return FindingRecord.of(finding).raw();
  }

  private static Map<String, Object> record(LockClassView view) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("type", "class");
    record.put("name", view.name());
    record.put("kind", view.kind());
    record.put("declared", view.declared());
    return record;
  }

  private static Map<String, Object> record(DependencyView view) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("type", "dependency");
    record.put("from", view.from().name());
    record.put("fromMode", view.fromMode().name());
    record.put("to", view.to().name());
    record.put("toMode", view.toMode().name());
    return record;
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
