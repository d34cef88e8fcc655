package dev.jlockdep.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingReporterTest {
  @TempDir private Path folder;
  private final List<String> printed = new ArrayList<>();
  private FindingReporter reporter;

  @BeforeEach
  void openDump() {
    DumpWriter dump = DumpWriter.open(folder, SampleFindings.RUN);
    reporter = new FindingReporter(dump, printed::add);
  }

  @Test
  void splatIsPrintedOnceAndARiseInOneLine() {
    reporter.found(SampleFindings.circle(Level.LIKELY, true, "A", "B"));
    reporter.found(SampleFindings.circle(Level.LIKELY, true, "A", "B"));
    reporter.found(SampleFindings.circle(Level.POSSIBLE, false, "A", "B"));
    reporter.found(SampleFindings.circle(Level.ACTUAL, true, "A", "B"));
    assertEquals(2, printed.size());
    assertTrue(printed.get(0).contains("existing dependency chain"), printed.get(0));
    assertEquals(
        "jlockdep: LD-00000002 possible circular locking dependency detected (ACTUAL, failing): "
            + "A -> B -> A [was LIKELY]; see "
            + folder.resolve("LD-00000002.txt")
            + "\n",
        printed.get(1));
    assertEquals(1, reporter.findings().size());
    assertEquals(1, reporter.failing());
  }

  @Test
  void weakFindingIsOneLineUntilItFails() {
    reporter.found(SampleFindings.circle(Level.POSSIBLE, false, "A", "B"));
    assertTrue(
        printed.get(0).startsWith(
            "jlockdep: LD-00000002 possible circular locking dependency detected (POSSIBLE): "),
        printed.get(0));
    reporter.found(SampleFindings.circle(Level.POSSIBLE, true, "A", "B"));
    assertTrue(printed.get(1).startsWith("====="), printed.get(1));
  }

  @Test
  void acceptedFindingIsOneLineAndFailsNothing() {
    reporter.accept(finding -> finding.level().equals("LIKELY") ? "accepted: one clerk" : "");
    reporter.found(SampleFindings.circle(Level.LIKELY, true, "A", "B"));
    assertEquals(0, reporter.failing());
    assertTrue(printed.get(0).endsWith(
        "A -> B -> A; accepted: one clerk; see " + folder.resolve("LD-00000002.txt") + "\n"),
        printed.get(0));
    reporter.found(SampleFindings.circle(Level.ACTUAL, true, "A", "B"));
    assertEquals(1, reporter.failing(), "stronger than what was accepted");
    assertTrue(printed.get(1).startsWith("====="), printed.get(1));
  }

  @Test
  void noteStaysOffTheTerminalButHasItsFile() {
    reporter.found(SampleFindings.plain(FindingKind.LEAK, Level.NOTE));
    assertTrue(printed.isEmpty(), printed.toString());
    assertTrue(Files.exists(folder.resolve("LD-000000cc.txt")));
  }

  @Test
  void filesLieBesideTheDump() throws IOException {
    reporter.found(SampleFindings.circle(Level.LIKELY, true, "A", "B"));
    assertEquals(printed.get(0), Files.readString(folder.resolve("LD-00000002.txt")));
    String dot = Files.readString(folder.resolve("LD-00000002.dot"));
    assertTrue(dot.startsWith("digraph \"LD-00000002\" {"), dot);
    assertTrue(dot.contains("  \"A\" -> \"B\" [label=\"worker-0\\nStep0.take(Step0.java:20)"), dot);
    assertTrue(dot.contains("  \"B\" -> \"A\""), dot);
  }

  @Test
  void bothLevelsAreInTheDumpAndTheStrongerOneCounts() throws IOException {
    reporter.found(SampleFindings.circle(Level.POSSIBLE, false, "A", "B"));
    reporter.found(SampleFindings.circle(Level.LIKELY, true, "A", "B"));
    assertEquals(2, DumpReader.read(reporter.dump().file()).findings().size());
    DumpSet set = DumpSet.read(List.of(folder));
    assertEquals("LIKELY", set.findings().iterator().next().finding().level());
  }

  @Test
  void watchersAreToldAfterTheDumpIsWritten() {
    List<Integer> written = new ArrayList<>();
    reporter.watch(
        finding -> written.add(DumpReader.read(reporter.dump().file()).findings().size()));
    reporter.found(SampleFindings.directIo());
    assertEquals(List.of(1), written);
  }

  @Test
  void warmingUpLeavesNoTrace() throws IOException {
    String before = Files.readString(reporter.dump().file());
    reporter.warmUp();
    assertEquals(List.of(), printed);
    assertEquals(List.of(), reporter.findings());
    assertEquals(before, Files.readString(reporter.dump().file()));
  }
}
