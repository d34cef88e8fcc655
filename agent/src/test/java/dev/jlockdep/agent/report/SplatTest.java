package dev.jlockdep.agent.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The printed findings against files in {@code src/test/resources/golden}: they are meant to be
 * read, and a difference is a decision.
 */
class SplatTest {
  @Test
  void directIoReadsLikeTheKernelsReport() throws IOException {
    assertGolden("recursion-direct-io", SampleFindings.directIo());
  }

  @Test
  void circleOfTwoShowsBothStacksOfBothDependencies() throws IOException {
    assertGolden(
        "cycle-two",
        SampleFindings.circle(Level.LIKELY, true, "com.acme.A.lock", "com.acme.B.lock"));
  }

  @Test
  void circleOfFourHasFourColumns() throws IOException {
    assertGolden("cycle-four", SampleFindings.circle(Level.POSSIBLE, false, "A", "B", "C", "D"));
  }

  @Test
  void readersNameTheQueuedWriterAndThreadsOfOneNameAreToldApart() throws IOException {
    assertGolden("cycle-readers", SampleFindings.readers());
  }

  @Test
  void instancesOfOneClassAreNamedByInstance() throws IOException {
    assertGolden("recursion-instances", SampleFindings.instances());
  }

  @Test
  void badReleaseReadsLikeTheKernelsReport() throws IOException {
    assertGolden(
        "bad-release", SampleFindings.plain(FindingKind.BAD_RELEASE, Level.PROVEN));
  }

  @Test
  void leakIsToldInItsOwnWords() throws IOException {
    assertGolden("leak", SampleFindings.plain(FindingKind.LEAK, Level.LIKELY));
  }

  @Test
  void deadlockShowsWhatEachThreadHoldsAndWants() throws IOException {
    assertGolden("deadlock", SampleFindings.deadlock());
  }

  @Test
  void wideScenariosAreWrittenInRows() {
    Finding finding =
        SampleFindings.circle(
            Level.POSSIBLE, false, "A".repeat(40), "B".repeat(40), "C".repeat(40));
    String splat = Splat.of(Records.of(finding), SampleFindings.RUN);
    assertTrue(splat.contains("  worker-1: lock(" + "B".repeat(40) + ");\n"), splat);
    assertFalse(splat.contains("----  "), splat);
  }

  @Test
  void stacksAreCutAtTheGivenNumberOfFrames() {
    Finding finding = SampleFindings.circle(Level.POSSIBLE, false, "A", "B");
    String splat = Splat.of(Records.of(finding), SampleFindings.RUN, 3);
    assertTrue(splat.contains("  ... 11 more\n"), splat);
  }

  @Test
  void everyKindCanBePrintedWithoutWitnesses() {
    for (FindingKind kind : FindingKind.values()) {
      FindingRecord finding = Records.of(SampleFindings.plain(kind, Level.POSSIBLE));
      String splat = Splat.of(finding, SampleFindings.RUN);
      assertTrue(splat.contains("WARNING: " + kind.headline()), splat);
      assertTrue(splat.contains("at com.acme.Pool.give(Pool.java:7)"), splat);
    }
  }

  @Test
  void adviceIsAboutInitialisersAndWaitsWhereThoseAreOnTheCircle() {
    FindingRecord locks =
        Records.of(SampleFindings.circle(Level.LIKELY, true, "a.A.lock", "a.B.lock"));
    assertTrue(advice(locks, "monitor").startsWith("decide on one order"), advice(locks, "monitor"));
    assertTrue(advice(locks, "class initialisation").startsWith("let one initialiser do without"));
    assertTrue(
        advice(locks, "event").startsWith(
            "let go of A.lock before the wait at Step0.next(Step0.java:30)"),
        advice(locks, "event"));
  }

  private static String advice(FindingRecord finding, String kind) {
    List<DependencyRecord> dependencies = new ArrayList<>();
    for (DependencyRecord d : finding.dependencies()) {
      dependencies.add(
          new DependencyRecord(
              of(d.held(), kind), of(d.requested(), kind), d.heldStack(), d.requestStack(),
              d.thread(), d.threadId(), d.task(), d.test()));
    }
    FindingRecord changed =
        new FindingRecord(
            finding.kind(), finding.headline(), finding.level(), finding.fingerprint(),
            finding.message(), finding.classes(), dependencies, finding.heldLocks(),
            finding.stack(), finding.thread(), finding.threadId(), finding.test(),
            finding.evidence(), finding.failing(), finding.timeMillis());
    return Advice.of(changed, OrderCounts.UNKNOWN).get(0);
  }

  private static LockRecord of(LockRecord lock, String kind) {
    return new LockRecord(
        lock.lockClass(), kind, lock.type(), lock.declared(), lock.instance(), lock.mode(),
        lock.position(), lock.note());
  }

  private static void assertGolden(String name, Finding finding) throws IOException {
    Golden.assertEquals(name + ".txt", Splat.of(Records.of(finding), SampleFindings.RUN));
  }
}
