package dev.jlockdep.tests.conformance;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.tests.support.AgentJar;
import dev.jlockdep.tests.support.DumpReader;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import dev.jlockdep.tests.support.Json;
import dev.jlockdep.tests.support.ThreadScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of running the conformance program under the agent on one JDK. */
final class Observation {
  /** Kept after the run, for whoever wants to look at a dump. */
  private static final Path OUTPUT = Path.of("target", "conformance").toAbsolutePath();

  private final String title;
  private final ForkedJvm.Result result;
  private final List<Map<String, Object>> records;
  private final DumpReader dump;

  private Observation(
      String title,
      ForkedJvm.Result result,
      List<Map<String, Object>> records,
      DumpReader dump) {
    this.title = title;
    this.result = result;
    this.records = records;
    this.dump = dump;
  }

  /** On platform threads of each JDK, and on virtual threads where there are some. */
  static List<Observation> makeAll() {
    return List.of(make(Jdks.find(17), false), make(Jdks.find(25), false),
        make(Jdks.find(25), true));
  }

  /** Runs all trials in one forked JVM; fails when it does not end well. */
  private static Observation make(Jdk jdk, boolean virtual) {
    String title = jdk + (virtual ? ", virtual threads" : "");
    try {
      Files.createDirectories(OUTPUT);
      Path folder = Files.createTempDirectory(OUTPUT, jdk.feature() + (virtual ? "v-" : "-"));
      Path file = folder.resolve("observation.jsonl");
      Path dumps = folder.resolve("dump");
      ForkedJvm.Result result = ForkedJvm.on(jdk)
          .jvm(AgentJar.argument("onFinding=report,output=" + dumps))
          .property(ThreadScript.VIRTUAL, virtual)
          .sameClassPath()
          .main(ConformanceProgram.class, file.toString())
          .timeout(Duration.ofMinutes(4))
          .run();
      result.expectExit(0);
      List<Map<String, Object>> records =
          Files.readAllLines(file).stream().map(Json::object).collect(Collectors.toList());
      return new Observation(title, result, records, DumpReader.read(dumps));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return title;
  }

  ForkedJvm.Result result() {
    return result;
  }

  /** What the agent wrote to its output folder. */
  DumpReader dump() {
    return dump;
  }

  /** The stack trace of a trial that threw, or an empty string. */
  String error(Trial trial) {
    return records("trial").stream()
        .filter(record -> record.get("name").equals(trial.name()))
        .map(record -> record.get("error").toString())
        .findFirst()
        .orElseThrow(() -> new AssertionError("trial " + trial.name() + " did not run"));
  }

  List<FindingRecord> findings() {
    return records("finding").stream().map(FindingRecord::of).collect(Collectors.toList());
  }

  /** Findings that name a lock class of the trial. */
  List<FindingRecord> findings(Trial trial) {
    return findings().stream()
        .filter(finding -> finding.classes().stream().anyMatch(name -> belongs(name, trial)))
        .collect(Collectors.toList());
  }

  /** Names of the trial's lock classes that the tool saw, without prefix. */
  List<String> lockClasses(Trial trial) {
    return records("class").stream()
        .map(record -> record.get("name").toString())
        .filter(name -> belongs(name, trial))
        .map(name -> letter(name, trial))
        .collect(Collectors.toList());
  }

  /** The trial's dependencies between different classes. */
  List<DependencyModel.Entry> dependencies(Trial trial) {
    return records("dependency").stream()
        .filter(record -> belongs(record.get("from").toString(), trial)
            || belongs(record.get("to").toString(), trial))
        .filter(record -> !record.get("from").equals(record.get("to")))
        .map(record -> new DependencyModel.Entry(
            letter(record.get("from").toString(), trial), mode(record.get("fromMode")),
            letter(record.get("to").toString(), trial), mode(record.get("toMode"))))
        .distinct()
        .collect(Collectors.toList());
  }

  private static AcquireMode mode(Object text) {
    return AcquireMode.valueOf(text.toString());
  }

  static boolean belongs(String lockClass, Trial trial) {
    return lockClass.startsWith(trial.prefix() + ".")
        || trial.lockClasses().stream().anyMatch(own -> isNamedByField(lockClass, own));
  }

  /** A class that got no name from the trial: {@code Type.field}, with the type's outer names. */
  private static boolean isNamedByField(String lockClass, String own) {
    return own.contains(".") && lockClass.endsWith(own);
  }

  /** The name of a lock class as the trial writes it. */
  static String letter(String lockClass, Trial trial) {
    if (lockClass.startsWith(trial.prefix() + ".")) {
      return lockClass.substring(trial.prefix().length() + 1);
    }
    return trial.lockClasses().stream()
        .filter(own -> isNamedByField(lockClass, own))
        .findFirst()
        .orElse(lockClass);
  }

  private List<Map<String, Object>> records(String type) {
    return records.stream()
        .filter(record -> record.get("type").equals(type))
        .collect(Collectors.toList());
  }
}
