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
      "ForkAndJoin", List.of("PARENT", "CHILD"),
      "MergesUnderWriter", List.of("WRITER")));

  /** Level and kind of each part about pools. */
  private static final Map<String, String> POOLS = new TreeMap<>(Map.of(
      "GetsOwnTask", "PROVEN RECURSION",
      "TwoAtOnce", "LIKELY RECURSION",
      "LatchOfOwnTask", "LIKELY RECURSION",
      "OwnEnd", "PROVEN RECURSION",
      "EndOfAnother", "LIKELY RECURSION",
      "EndUnderLock", "LIKELY CYCLE",
      "InvokesAll", "PROVEN RECURSION",
      "InvokesAny", "PROVEN RECURSION",
      "TakesAny", "PROVEN RECURSION"));

  /** Parts in which threads wait for each other to come; all are on one lock, M. */
  private static final Map<String, List<String>> OTHERS = onM(
      "Barrier", "Phase", "PhaseEnd", "Exchange", "HandOff", "Transfer", "Take", "Put", "Permit");

  private static final Map<String, List<String>> FORKED = new TreeMap<>(Map.of(
      "Join", List.of("M"),
      "Stolen", List.of("M"),
      "Chain", List.of("M"),
      "Polled", List.of("M"),
      "InvokeAll", List.of("M", "N"),
      "InvokeAllDone", List.of("M", "N"),
      "Stream", List.of("M", "N"),
      "ForkPoolEnd", List.of("M")));

  private static final Map<String, List<String>> CLOSED = onM("Threads", "Virtual", "VirtualLatch");

  /** Counts that are never high where they are waited for. */
  private static final Map<String, List<String>> IN_FLIGHT =
      onM("Close", "Merges", "Drain", "Atomic", "Longs");

  private static final Map<String, List<String>> RARE = onM("One", "Two");

  @TempDir
  Path output;

  static Stream<Jdk> jdks() {
    return Jdks.all().stream();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void inFlightFound(Jdk jdk) {
    found(Watched.run(jdk, output, "programs.waits.InFlight"), "InFlight", IN_FLIGHT);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void inFlightSilent(Jdk jdk) {
    Watched.run(jdk, output, "programs.waits.InFlightApart").isSilent();
  }

  /** A pool written by hand whose work ends another pool of the type. */
  @ParameterizedTest
  @MethodSource("jdks")
  void ownWorkers(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.waits.OwnWorkers");
    FindingRecord own = watched.hasOnly(FindingKind.RECURSION, List.of("Workers$Worker"));
    assertEquals(Level.LIKELY, own.level());
    watched.hasMarkedPositions(own);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void ownWorkersApart(Jdk jdk) {
    Watched.run(jdk, output, "programs.waits.OwnWorkers", List.of("apart")).isSilent();
  }

  /** Where each wait is told of a signal that could have come before it: its lock, who gives it. */
  private static final Map<String, List<String>> LOST = new TreeMap<>(Map.of(
      "Pool", List.of("LostSignals$Latch", "LostSignals$Pool.allocate("),
      "Answer", List.of("LostSignals$Answer.lock", "LostSignals$Answer.set("),
      "OneShot", List.of("LostSignals$OneShot", "LostSignals$OneShot.fire("),
      "Gate", List.of("LostSignals$Gate", "LostSignals$Gate.open(")));

  @ParameterizedTest
  @MethodSource("jdks")
  void lostSignals(Jdk jdk) {
    lost(Watched.run(jdk, output, "programs.waits.LostSignals"));
  }

  @ParameterizedTest
  @MethodSource("jdks25")
  void lostSignalsOfVirtualThreads(Jdk jdk) {
    lost(Watched.run(jdk, output, "programs.waits.LostSignals", List.of("virtual")));
  }

  private static void lost(Watched watched) {
    watched.isWatched();
    for (Map.Entry<String, List<String>> part : LOST.entrySet()) {
      FindingRecord finding =
          watched.has(FindingKind.LOST_SIGNAL, Level.LIKELY, part.getValue().subList(0, 1));
      watched.hasMarkedPositions(finding, part.getKey());
      assertTrue(finding.message().contains(part.getValue().get(1)), finding.toString());
    }
    assertEquals(LOST.size(), watched.atLeast(Level.LIKELY).size(), "findings at LIKELY");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void signalsKept(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.waits.SignalsKept").isSilent();
    FindingRecord note = watched.has(
        FindingKind.LOST_SIGNAL, Level.NOTE, List.of("SignalsKept$Suppressed"));
    assertTrue(note.evidence().toString().contains("the timer needs seconds"), note.toString());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void signalsThatComeAgainPossible(Jdk jdk) {
    Watched watched =
        Watched.run(jdk, output, "programs.waits.SignalsKept", List.of("again")).isQuiet();
    List<FindingRecord> possible = watched.atLeast(Level.POSSIBLE);
    assertEquals(1, possible.size(), possible.toString());
    assertEquals(FindingKind.LOST_SIGNAL, possible.get(0).kind());
    watched.hasMarkedPositions(possible.get(0), "Ticks");
  }

  private static Map<String, List<String>> onM(String... parts) {
    Map<String, List<String>> map = new TreeMap<>();
    for (String part : parts) {
      map.put(part, List.of("M"));
    }
    return map;
  }

  static Stream<Jdk> jdks25() {
    return jdks().filter(jdk -> jdk.feature() >= 19);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void found(Jdk jdk) {
    found(Watched.run(jdk, output, "programs.waits.NeedsTheLock"), "NeedsTheLock", FOUND);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void othersFound(Jdk jdk) {
    found(Watched.run(jdk, output, "programs.waits.NeedsOthers"), "NeedsOthers", OTHERS);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void othersSilent(Jdk jdk) {
    Watched.run(jdk, output, "programs.waits.OthersAreFree").isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void severalPermitsPossible(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.waits.SeveralPermits").isQuiet();
    List<FindingRecord> possible = watched.atLeast(Level.POSSIBLE);
    assertEquals(1, possible.size(), possible.toString());
    watched.hasMarkedPositions(possible.get(0));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void forkedFound(Jdk jdk) {
    found(
        Watched.run(
            jdk, output, "programs.waits.NeedsTheForked",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2"),
        "NeedsTheForked", FORKED);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void forkedSilent(Jdk jdk) {
    Watched.run(jdk, output, "programs.waits.ForkedApart").isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks25")
  void closedFound(Jdk jdk) {
    found(Watched.run(jdk, output, "programs.waits.PoolsThatClose"), "PoolsThatClose", CLOSED);
  }

  @ParameterizedTest
  @MethodSource("jdks25")
  void ownCloseFound(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.waits.ClosesItself");
    FindingRecord own = only(watched, "java.util.concurrent.ThreadPoolExecutor @ programs");
    assertEquals(Level.PROVEN + " " + FindingKind.RECURSION, own.level() + " " + own.kind());
    assertTrue(own.positions().toString().contains("PoolsThatClose.close("), own.toString());
  }

  /** Each part has one finding, about its locks and an event. */
  private static void found(Watched watched, String program, Map<String, List<String>> parts) {
    watched.isWatched();
    for (Map.Entry<String, List<String>> part : parts.entrySet()) {
      String type = "programs.waits." + program + "$" + part.getKey();
      FindingRecord finding = only(watched, type + ".");
      assertEquals(FindingKind.CYCLE, finding.kind(), type);
      assertEquals(part.getValue().size() + 1, finding.classes().size(), finding.toString());
      for (String lock : part.getValue()) {
        if (!finding.classes().contains(type + "." + lock)) {
          throw watched.failure("expected " + lock + " in " + finding);
        }
      }
      watched.hasMarkedPositions(finding, part.getKey());
    }
    assertEquals(parts.size(), watched.atLeast(Level.LIKELY).size(), "findings at LIKELY");
  }

  /** Of most tasks that are all alike only a part is noted; a rare one among them is. */
  @ParameterizedTest
  @MethodSource("jdks")
  void rareAmongMany(Jdk jdk) {
    found(Watched.run(jdk, output, "programs.waits.RareAmongMany"), "RareAmongMany", RARE);
  }

  @ParameterizedTest
  @MethodSource("jdks25")
  void rareAmongManyVirtual(Jdk jdk) {
    found(
        Watched.run(jdk, output, "programs.waits.RareAmongMany", List.of("virtual")),
        "RareAmongMany", RARE);
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
      FindingRecord finding = only(watched, "programs.waits.OwnPool$" + part.getKey() + ".");
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
      if (finding.classes().stream().anyMatch(name -> name.contains(type))) {
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
