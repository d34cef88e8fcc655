package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits where none may be: in sections that say so, and on event loops. */
class ContextTest {
  @TempDir
  Path output;

  @ParameterizedTest
  @MethodSource("jdks")
  void sectionThatWaits(Jdk jdk) {
    finding(run(jdk, "SectionWaits"), Level.PROVEN, "handler");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void taskThatWaitsOnALoop(Jdk jdk) {
    finding(run(jdk, "LoopTaskWaits"), Level.LIKELY, "event loop loop-1");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void loopThatTakes(Jdk jdk) {
    run(jdk, "LoopTakes").isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void dispatchThreadThatWaits(Jdk jdk) {
    finding(run(jdk, "DispatchWaits").isQuiet(), Level.POSSIBLE, "event dispatch thread");
  }

  @ParameterizedTest
  @MethodSource("jdks25")
  void initialiserThatKeepsItsCarrier(Jdk jdk) {
    finding(run(jdk, "CarrierWaits").isQuiet(), Level.POSSIBLE, "carrier of virtual threads");
  }

  @ParameterizedTest
  @MethodSource("jdks25")
  void virtualThreadThatLeavesItsCarrier(Jdk jdk) {
    run(jdk, "CarrierIsLeft").isSilent();
  }

  private static void finding(Watched watched, Level level, String where) {
    FindingRecord finding = watched.isWatched().dump().findings().stream()
        .filter(f -> f.kind() == FindingKind.CONTEXT)
        .findFirst()
        .orElseThrow(() -> watched.failure("expected a CONTEXT finding"));
    assertEquals(level, finding.level(), finding::toString);
    assertEquals(List.of(where), finding.classes(), finding::toString);
    watched.hasMarkedPositions(finding);
  }

  private Watched run(Jdk jdk, String program) {
    String main = "programs.contexts." + program;
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,eventLoops=loop-*,output=" + output)
        .jvm("-Djava.awt.headless=true")
        .classPath(Watched.testClasses())
        .main(main)
        .run()
        .expectExit(0);
    return Watched.of(main, result, output);
  }

  static List<Jdk> jdks() {
    return Jdks.all();
  }

  static List<Jdk> jdks25() {
    return List.of(Jdks.find(25));
  }
}
