package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Waits for latches, futures, threads and signals with locks held: found where whoever ends the wait
 * needs such a lock, silent where it does not. The parts of a program share one JVM; each has lock
 * classes of its own, named after it.
 */
class WaitsTest {
  /** What lies on the circle of each part beside the event: part, then its locks. */
  private static final Map<String, List<String>> FOUND = new TreeMap<>(Map.of(
      "LatchCountedLater", List.of("M"),
      "LatchUnderMonitor", List.of("M"),
      "JoinUnderMonitor", List.of("M"),
      "FutureUnderMonitor", List.of("M"),
      "RunAsyncUnderLock", List.of("M"),
      "CompletedUnderLock", List.of("M"),
      "ConditionAfterMonitor", List.of("M"),
      "Mailbox", List.of("BAG"),
      "ForkAndJoin", List.of("PARENT", "CHILD")));

  /** Level and kind of each part about pools. */
  private static final Map<String, String> POOLS = new TreeMap<>(Map.of(
      "GetsOwnTask", "PROVEN RECURSION",
      "TwoAtOnce", "LIKELY RECURSION",
      "LatchOfOwnTask", "LIKELY RECURSION",
      "OwnEnd", "PROVEN RECURSION",
      "EndOfAnother", "LIKELY RECURSION",
      "EndUnderLock", "LIKELY CYCLE"));

  @TempDir
  Path output;

  static Stream<Jdk> jdks() {
    return Jdks.all().stream();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void found(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.waits.NeedsTheLock").isWatched();
    for (Map.Entry<String, List<String>> part : FOUND.entrySet()) {
      String type = "programs.waits.NeedsTheLock$" + part.getKey();
      FindingRecord finding = only(watched, type);
      assertEquals(FindingKind.CYCLE, finding.kind(), type);
      assertEquals(part.getValue().size() + 1, finding.classes().size(), finding.toString());
      for (String lock : part.getValue()) {
        if (!finding.classes().contains(type + "." + lock)) {
          throw watched.failure("expected " + lock + " in " + finding);
        }
      }
      watched.hasMarkedPositions(finding, part.getKey());
    }
    assertEquals(FOUND.size(), watched.atLeast(Level.LIKELY).size(), "findings at LIKELY");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void silent(Jdk jdk) {
    Watched.run(jdk, output, "programs.waits.NeedsNothing").isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void poolsFound(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.waits.OwnPool").isWatched();
    for (Map.Entry<String, String> part : POOLS.entrySet()) {
      FindingRecord finding = only(watched, "programs.waits.OwnPool$" + part.getKey());
      assertEquals(part.getValue(), finding.level() + " " + finding.kind(), finding.toString());
      watched.hasMarkedPositions(finding, part.getKey());
    }
    assertEquals(POOLS.size(), watched.atLeast(Level.LIKELY).size(), "findings at LIKELY");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void poolsQuiet(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.waits.OtherThreads").isQuiet();
    List<FindingRecord> possible = watched.atLeast(Level.POSSIBLE);
    assertEquals(1, possible.size(), possible.toString());
    assertEquals(FindingKind.RECURSION, possible.get(0).kind());
    assertTrue(possible.get(0).classes().get(0).endsWith("OtherThreads.oneOfTwo"));
  }

  private static FindingRecord only(Watched watched, String type) {
    FindingRecord found = null;
    for (FindingRecord finding : watched.atLeast(Level.LIKELY)) {
      if (finding.classes().stream().anyMatch(name -> name.contains(type + "."))) {
        if (found != null) {
          throw watched.failure("expected one finding of " + type);
        }
        found = finding;
      }
    }
    if (found == null) {
      throw watched.failure("expected a finding of " + type);
    }
    return found;
  }
}
