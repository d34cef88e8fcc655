package dev.jlockdep.tests.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.tests.support.FindingRecord;
import dev.jlockdep.tests.support.ForkedJvm;
import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import programs.declared.DeclaredOrder;
import programs.declared.Storm;
import programs.declared.Thrown;

/** A lock order from a file, and findings of the API that are thrown. */
class DeclaredOrderTest {
  @TempDir
  Path output;

  static List<Jdk> jdks() {
    return Jdks.all();
  }

  private Watched run(Jdk jdk, String... lines) throws IOException {
    Path file = Files.write(output.resolve("order.txt"), List.of(lines));
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output + ",lockOrder=" + file)
        .sameClassPath()
        .main(DeclaredOrder.class)
        .run()
        .expectExit(0);
    return Watched.of("DeclaredOrder", result, output);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void wrongOrderIsFoundAtOnce(Jdk jdk) throws IOException {
    Watched watched = run(jdk,
        "inode < folio < \"journal_*\"   # legal here", "journal_log < \"my mutex\"");
    FindingRecord finding =
        watched.hasOnly(FindingKind.CYCLE, List.of("my mutex", "inode"));
    assertEquals(Level.LIKELY, finding.level());
    assertTrue(finding.evidence().get(0).endsWith("order.txt:1: inode < folio, "
        + "order.txt:1: folio < journal_*, order.txt:2: journal_log < my mutex"),
        finding::toString);
    assertTrue(finding.positions().toString().contains("Locks.write"), finding::toString);
    assertTrue(watched.result().stderr().contains("which the declared lock order forbids"),
        watched.result()::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void rightOrderIsSilent(Jdk jdk) throws IOException {
    run(jdk, "\"my mutex\" < inode < folio", "other < folio").isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void wrongFileMakesTheRunIncomplete(Jdk jdk) throws IOException {
    Watched watched = run(jdk, "inode < folio", "folio > inode");
    FindingRecord finding = watched.hasOnly(FindingKind.INCOMPLETE, List.of());
    assertTrue(finding.message().contains("order.txt:2:7: expected <, found >"),
        finding.message());
    assertTrue(watched.result().stderr().contains("lock order: order.txt:2:7"),
        watched.result()::toString);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void contradictoryFileMakesTheRunIncomplete(Jdk jdk) throws IOException {
    FindingRecord finding = run(jdk, "inode < folio", "folio < inode")
        .hasOnly(FindingKind.INCOMPLETE, List.of());
    assertTrue(finding.message().contains("contradicts"), finding.message());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void manyThreadsHandOverAtOnce(Jdk jdk) {
    long seed = Long.getLong("storm.seed", System.nanoTime());
    System.out.println("storm.seed=" + seed);
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=report,output=" + output)
        .sameClassPath()
        .main(Storm.class, Long.toString(seed))
        .run()
        .expectExit(0);
    Watched.of("Storm " + seed, result, output).isSilent();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void nullIsABadReleaseAndDoesNothing(Jdk jdk) {
    Watched watched = Watched.run(jdk, output, "programs.declared.NullCalls");
    assertEquals("called", watched.result().stdout().strip());
    watched.has(FindingKind.CYCLE, Level.LIKELY, List.of("A", "B"));
    for (String call : List.of("acquire", "tryAcquired", "release", "begin", "requiresAny")) {
      FindingRecord finding =
          watched.has(FindingKind.BAD_RELEASE, Level.LIKELY, List.of("Lockdep." + call));
      assertTrue(finding.message().contains("calls Lockdep." + call + " with null"),
          finding.message());
      assertTrue(finding.positions().toString().contains("NullCalls.call"), finding::toString);
    }
    assertTrue(watched.atLeast(Level.NOTE).stream()
        .noneMatch(finding -> finding.kind() == FindingKind.INCOMPLETE));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void wrongCallsThrowAndLeaveTheHoldsAsTheyWere(Jdk jdk) {
    ForkedJvm.Result result = ForkedJvm.on(jdk)
        .agent("onFinding=throw,output=" + output)
        .sameClassPath()
        .main(Thrown.class)
        .run();
    assertEquals(
        List.of("await threw RECURSION", "await with a queue's work threw RECURSION",
            "acquire threw RECURSION", "range threw RECURSION", "fault threw CONTEXT",
            "assertNotHeld threw CONTEXT", "requires threw UNGUARDED", "attempt threw LIVELOCK",
            "mightFault threw CYCLE", "handOff threw CYCLE"),
        result.stdout().lines().toList(), result::toString);
  }
}
