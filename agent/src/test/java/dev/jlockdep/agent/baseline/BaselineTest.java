package dev.jlockdep.agent.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.baseline.Judgement.State;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.Records;
import dev.jlockdep.agent.report.SampleFindings;
import dev.jlockdep.api.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
  @TempDir private Path folder;

  /** A circle whose fingerprint is the one the runtime would give. */
  private static FindingRecord circle(Level level, String... names) {
    FindingRecord made = Records.of(SampleFindings.circle(level, true, names));
    return withId(made, Fingerprints.ofCycle(List.of(names)));
  }

  private static FindingRecord withId(FindingRecord f, String id) {
    return new FindingRecord(
        f.kind(), f.headline(), f.level(), id, f.message(), f.classes(), f.dependencies(),
        f.heldLocks(), f.stack(), f.thread(), f.threadId(), f.test(), f.evidence(), f.failing(),
        f.timeMillis());
  }

  private Baseline read(String... lines) throws IOException {
    Path file = folder.resolve("baseline.txt");
    Files.write(file, List.of(lines));
    return Baseline.read(file);
  }

  private static String line(FindingRecord finding, LocalDate until) {
    return BaselineEntry.of(finding, TODAY.minusDays(9), "ann", until, "ticket 12 | import").line();
  }

  @Test
  void acceptedFindingIsAcceptedAndAnotherOneIsNew() throws IOException {
    Baseline baseline = read("# comment", "", line(circle(Level.LIKELY, "a.X", "b.Y"), null));
    Judgement judgement = baseline.judge(circle(Level.LIKELY, "a.X", "b.Y"), TODAY);
    assertEquals(State.ACCEPTED, judgement.state());
    assertEquals("accepted: ticket 12 | import", judgement.text("LIKELY"));
    assertEquals(State.NEW, baseline.judge(circle(Level.LIKELY, "a.X", "b.Z"), TODAY).state());
  }

  @Test
  void rotationOfTheCircleAndItsPositionsDoNotMatter() throws IOException {
    Baseline baseline = read(line(circle(Level.LIKELY, "a", "b", "c"), null));
    assertEquals(
        State.ACCEPTED, baseline.judge(circle(Level.LIKELY, "c", "a", "b"), TODAY).state());
    assertEquals(State.NEW, baseline.judge(circle(Level.LIKELY, "c", "b", "a"), TODAY).state());
  }

  @ParameterizedTest
  @CsvSource({"2026-06-02,ACCEPTED", "2026-06-01,ACCEPTED", "2026-05-31,EXPIRED"})
  void lastDayCounts(LocalDate until, State expected) throws IOException {
    FindingRecord finding = circle(Level.LIKELY, "a", "b");
    assertEquals(expected, read(line(finding, until)).judge(finding, TODAY).state());
  }

  @ParameterizedTest
  @CsvSource({
    "POSSIBLE,POSSIBLE,ACCEPTED", "POSSIBLE,LIKELY,RISEN", "LIKELY,POSSIBLE,ACCEPTED",
    "LIKELY,ACTUAL,RISEN"
  })
  void strongerEvidenceThanAcceptedIsNotAccepted(Level then, Level now, State expected)
      throws IOException {
    Baseline baseline = read(line(circle(then, "a", "b"), null));
    assertEquals(expected, baseline.judge(circle(now, "a", "b"), TODAY).state());
  }

  @Test
  void renamedClassIsFoundByItsAlias() throws IOException {
    String entry = line(circle(Level.LIKELY, "old.A.lock", "b.B.lock"), null);
    String alias = "alias | old.A.lock | new.A.lock";
    FindingRecord renamed = circle(Level.LIKELY, "b.B.lock", "new.A.lock");
    assertEquals(State.NEW, read(entry).judge(renamed, TODAY).state());
    Baseline baseline = read(entry, alias);
    assertEquals(State.ACCEPTED, baseline.judge(renamed, TODAY).state());
    assertEquals(List.of(), baseline.stale(List.of(renamed)));
    assertEquals(List.of(), baseline.notices());
  }

  @Test
  void aliasKeepsASelfDeadlockApartFromANesting() throws IOException {
    FindingRecord model = Records.of(SampleFindings.directIo());
    FindingRecord nesting =
        withId(model, Fingerprints.of("RECURSION", List.of("inode_dio")));
    Baseline baseline = read(line(nesting, null), "alias | inode_dio | dio");
    FindingRecord same =
        withId(model, Fingerprints.of("RECURSION", List.of("dio", "same instance")));
    FindingRecord nested = withId(model, Fingerprints.of("RECURSION", List.of("dio")));
    assertEquals(State.NEW, baseline.judge(same, TODAY).state());
    assertEquals(State.ACCEPTED, baseline.judge(nested, TODAY).state());
  }

  @Test
  void aliasThatCannotBeAppliedIsSaid() throws IOException {
    FindingRecord odd = withId(circle(Level.LIKELY, "a", "b"), "LD-12345678");
    Baseline baseline = read(line(odd, null), "alias | a | c");
    assertEquals(1, baseline.notices().size());
    assertTrue(baseline.notices().get(0).startsWith("LD-12345678: the aliases do not apply"));
  }

  @Test
  void entriesThatNothingNeedsAreStale() throws IOException {
    FindingRecord a = circle(Level.LIKELY, "a", "b");
    FindingRecord b = circle(Level.LIKELY, "c", "d");
    Baseline baseline = read(line(a, null), line(b, null));
    assertEquals(List.of(b.fingerprint()),
        baseline.stale(List.of(a)).stream().map(BaselineEntry::id).toList());
  }

  @Test
  void textIsSortedAndIsReadBackAsItIs() throws IOException {
    FindingRecord a = circle(Level.LIKELY, "a", "b");
    FindingRecord b = circle(Level.LIKELY, "c", "d");
    String text = read(line(a, null), line(b, TODAY), "alias | x | y").text();
    assertEquals(text, read(line(b, TODAY), "alias | x | y", line(a, null)).text());
    assertEquals(text, read(text.split("\n")).text());
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "LD-0123abcd | CYCLE; 2 columns where 8 belong",
    "LD-1 | CYCLE | LIKELY | a -> b -> a | 2026-01-01 | ann | - | why; no finding id: \"LD-1\"",
    "LD-0123abcd | CYCLE | LIKELY | a -> b -> a | 2026-01-01 | ann | - | ...; no reason for",
    "LD-0123abcd | CYCLE | LIKELY | a -> b -> a | 1.2.2026 | ann | - | why; no date: \"1.2.2026\"",
    "alias | a; an alias is: alias | old name | new name",
  })
  void wrongLineIsNamedWithWhatToWrite(String line, String expected) {
    String message =
        assertThrows(Baseline.MalformedException.class, () -> read("# x", line)).getMessage();
    assertTrue(message.contains("baseline.txt:2: ") && message.contains(expected), message);
  }

  @Test
  void oneFindingTwiceIsWrong() {
    String line = line(circle(Level.LIKELY, "a", "b"), null);
    assertTrue(assertThrows(Baseline.MalformedException.class, () -> read(line, line))
        .getMessage().contains("is there twice"));
  }

  @Test
  void missingFileIsWrong() {
    assertThrows(
        Baseline.MalformedException.class, () -> Baseline.read(folder.resolve("nowhere")));
  }
}
