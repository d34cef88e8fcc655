package dev.jlockdep.tests.suites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.DumpReader;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each test of a library ends under the agent as it ends without, one by one, and nothing is found
 * but what was judged. A part of each suite unless {@code -Dsuites.whole=true}.
 */
class SuitesTest {
  private static final boolean WHOLE = Boolean.getBoolean("suites.whole");
  private static final String ONLY = System.getProperty("suites.only", "");

  @TempDir
  Path folder;

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("suites")
  void endsAsItDoesWithoutTheAgent(Suite suite, Jdk jdk) {
    String classes = WHOLE ? suite.whole : suite.quick;
    CompletableFuture<SuiteRun> beside = CompletableFuture.supplyAsync(
        () -> SuiteRun.of(suite, classes, jdk, folder.resolve("bare"), null));
    if (WHOLE) {
      // the times are to be compared
      beside.join();
    }
    Path output = folder.resolve("dump");
    SuiteRun watched = SuiteRun.of(
        suite, classes, jdk, folder.resolve("watched"), "onFinding=report,output=" + output);
    SuiteRun bare = beside.join();
    DumpReader dump = DumpReader.read(output);
    print(suite, jdk, bare, watched, dump);
    assertTrue(bare.outcomes().size() >= suite.quickCount,
        () -> "only " + bare.outcomes().size() + " tests were found\n" + bare.result());
    assertEquals(bare.outcomes().size(), watched.outcomes().size(), "number of tests");
    assertEquals(List.of(), difference(bare, watched), () -> watched.result().toString());
    assertEquals("", watched.result().stdout().lines()
        .filter(line -> line.startsWith("jlockdep")).collect(Collectors.joining()));
    assertTrue(dump.complete(), "the dump is complete");
    List<FindingRecord> unknown = dump.findings().stream()
        .filter(finding -> finding.level().compareTo(Level.LIKELY) >= 0)
        .filter(finding -> suite.judged.stream().noneMatch(finding.raw().toString()::contains))
        .collect(Collectors.toList());
    assertEquals(List.of(), unknown, "findings nobody has judged");
  }

  private static List<String> difference(SuiteRun bare, SuiteRun watched) {
    List<String> lines = new ArrayList<>();
    addMissing("bare: ", bare, watched, lines);
    addMissing("watched: ", watched, bare, lines);
    return lines;
  }

  private static void addMissing(String prefix, SuiteRun of, SuiteRun in, List<String> lines) {
    Set<String> there = new HashSet<>(in.outcomes());
    for (String line : of.outcomes()) {
      if (!there.contains(line)) {
        lines.add(prefix + line);
      }
    }
  }

  /** A row of SUITES.md. */
  private static void print(
      Suite suite, Jdk jdk, SuiteRun bare, SuiteRun watched, DumpReader dump) {
    System.out.printf(
        "| %s | %d | %d/%d/%d | %d/%d/%d | %.1f s | %.2f | %s | %s |%n",
        suite, jdk.feature(),
        bare.count("SUCCESSFUL"), bare.count("FAILED"), others(bare),
        watched.count("SUCCESSFUL"), watched.count("FAILED"), others(watched),
        bare.cpuMillis() / 1e3, (double) watched.cpuMillis() / bare.cpuMillis(), woven(dump),
        dump.findings().stream().collect(
            Collectors.groupingBy(FindingRecord::level, Collectors.counting())));
  }

  private static Object woven(DumpReader dump) {
    Object woven = null;
    for (Map<String, Object> run : dump.records("run")) {
      if (run.get("coverage") instanceof Map<?, ?> coverage) {
        woven = coverage.get("typesWoven");
      }
    }
    return woven;
  }

  private static long others(SuiteRun run) {
    return run.outcomes().size() - run.count("SUCCESSFUL") - run.count("FAILED");
  }

  static Stream<Arguments> suites() {
    return Suites.ALL.stream()
        .filter(suite -> suite.name.contains(ONLY) && (WHOLE || suite.quick != null))
        .flatMap(suite -> Jdks.all().stream().map(jdk -> Arguments.of(suite, jdk)));
  }
}
