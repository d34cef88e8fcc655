package dev.jlockdep.agent.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.Records;
import dev.jlockdep.agent.report.SampleFindings;
import dev.jlockdep.api.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a JUnit report shows of a finding. */
class FindingErrorTest {
  private static final FindingRecord CIRCLE =
      Records.of(SampleFindings.circle(Level.LIKELY, true, "A", "B", "C"));

  @Test
  void firstLineIsTheFingerprintAndTheCircle() {
    String[] lines = FindingError.of(List.of(CIRCLE), "out").getMessage().split("\n");
    assertEquals("LD-00000003: A -> B -> C -> A", lines[0]);
    assertEquals(
        "    possible circular locking dependency detected, level LIKELY, test "
            + "com.acme.StepTest#orders",
        lines[1]);
    assertEquals("    worker-0 holds A and asks for B", lines[2]);
    assertEquals("    report: out/LD-00000003.txt", lines[3]);
  }

  @Test
  void stackIsTheRequestAndTheHeldLockIsSuppressed() {
    FindingError error = FindingError.of(List.of(CIRCLE), "");
    assertEquals("com.acme.Step0.next(Step0.java:30)", error.getStackTrace()[0].toString());
    Throwable held = error.getSuppressed()[0];
    assertEquals("lockdep: A was taken", held.toString());
    assertEquals("com.acme.Step0.take(Step0.java:20)", held.getStackTrace()[0].toString());
  }

  @Test
  void causesAreTheWitnessesOfTheOtherDependenciesInOrder() {
    Throwable second = FindingError.of(List.of(CIRCLE), "").getCause();
    assertEquals(
        "lockdep witness: C taken while holding B, thread worker-1", second.toString());
    assertEquals("com.acme.Step1.next(Step1.java:31)", second.getStackTrace()[0].toString());
    Throwable third = second.getCause();
    assertEquals("lockdep witness: A taken while holding C, thread worker-2", third.toString());
    assertEquals("lockdep: C was taken", third.getSuppressed()[0].toString());
    assertNull(third.getCause());
  }

  @Test
  void moreFindingsOfOneTestAreSuppressedInTheFirst() {
    FindingRecord other = Records.of(SampleFindings.directIo());
    FindingError error = FindingError.of(List.of(CIRCLE, other), "");
    String message = error.getMessage();
    assertTrue(message.endsWith("also LD-5f3a09c1: inode_dio -> inode_dio"), message);
    Throwable last = error.getSuppressed()[error.getSuppressed().length - 1];
    assertTrue(last.getMessage().startsWith("LD-5f3a09c1: inode_dio -> inode_dio"));
  }
}
