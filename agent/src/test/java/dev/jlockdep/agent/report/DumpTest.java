package dev.jlockdep.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.AuditView;
import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.DependencyView;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.GraphView;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.api.Stats;
import dev.jlockdep.api.SuppressionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class DumpTest {
  private static final Finding CIRCLE =
      SampleFindings.circle(Level.LIKELY, true, "com.acme.A.lock", "com.acme.B.lock");

  @TempDir private Path folder;

  /** A dump with one circle and the graph around it; the caller may leave the end out. */
  public static Path write(Path folder, RunRecord run, Finding finding, boolean end) {
    DumpWriter writer = DumpWriter.open(folder, run);
    writer.coverage(Map.of("selfTest", "ok", "typesWoven", 12));
    if (finding != null) {
      writer.finding(Records.of(finding));
    }
    if (end) {
      Stats stats = new Stats(new LinkedHashMap<>(Map.of("classes", 3)));
      writer.end(finding == null ? List.of() : List.of(finding), graph(), stats);
    }
    return writer.file();
  }

  public static RunRecord run(String id, long pid) {
    Map<String, Object> values = new LinkedHashMap<>(SampleFindings.RUN.values());
    values.put("id", id);
    values.put("pid", pid);
    return new RunRecord(values);
  }

  static GraphView graph() {
    LockClassView a = SampleFindings.monitor("com.acme.A.lock", 1);
    LockClassView b = SampleFindings.monitor("com.acme.B.lock", 2);
    LockClassView c = SampleFindings.monitor("com.acme.C.lock", 3);
    return new GraphView(
        List.of(a, b, c),
        List.of(edge(a, b, 5), edge(b, a, 1), edge(b, c, 2)),
        List.of(new int[] {1, 2}, new int[] {1, 2, 3}));
  }

  private static DependencyView edge(LockClassView from, LockClassView to, long count) {
    return new DependencyView(
        from,
        AcquireMode.EXCLUSIVE,
        to,
        AcquireMode.EXCLUSIVE,
        count,
        false,
        List.of(CIRCLE.dependencies().get(0)));
  }

  @Test
  void everythingWrittenIsReadBack() {
    Dump dump = DumpReader.read(write(folder, SampleFindings.RUN, CIRCLE, true));
    assertEquals(List.of(), dump.corrupt());
    assertFalse(dump.truncated());
    assertEquals(1, dump.findings().size());
    assertEquals(Records.of(CIRCLE), dump.findings().get(0).finding());
    RunRecord run = dump.runs().iterator().next();
    assertEquals(4242L, run.values().get("pid"));
    assertEquals(12L, run.coverage().get("typesWoven"));
    assertTrue(dump.ended(run));
    assertEquals("", Dump.notValidated(run));
    assertEquals(3, dump.classes.size());
    assertEquals(3, dump.dependencies.size());
    assertEquals(2, dump.chains.size());
  }

  @Test
  void aWitnessOfTheGraphSaysWhatItSaysInAFinding() throws IOException {
    Finding finding = SampleFindings.directIo();
    Dependency seen = finding.dependencies().get(0);
    HeldLock unplaced =
        new HeldLock(seen.held().lockClass(), "T \"x\"@1", AcquireMode.READ, null, "");
    Dependency witness =
        new Dependency(
            unplaced, seen.requested(), seen.heldStack(), seen.requestStack(), "a\\b\n", 7, null,
            "t");
    DumpWriter writer = DumpWriter.open(folder, SampleFindings.RUN);
    writer.finding(Records.of(finding));
    writer.graph(new GraphView(List.of(), List.of(edge(seen), edge(witness)), List.of()));
    List<Map<?, ?>> found = new ArrayList<>();
    List<Map<?, ?>> dependencies = new ArrayList<>();
    for (String line : Files.readAllLines(writer.file())) {
      Map<?, ?> record = (Map<?, ?>) Json.read(line);
      if (record.get("type").equals("dependency")) {
        assertEquals(List.of("type", "id", "run", "from", "fromMode", "to", "toMode", "count",
            "timedOnly", "witnesses"), List.copyOf(record.keySet()));
        dependencies.add((Map<?, ?>) ((List<?>) record.get("witnesses")).get(0));
      } else if (record.get("type").equals("finding")) {
        found.add((Map<?, ?>) ((List<?>) record.get("dependencies")).get(0));
      }
    }
    Map<Object, Object> expected = new LinkedHashMap<>(found.get(0));
    expected.replaceAll((key, value) -> value instanceof Map<?, ?> lock
        ? Map.of("instance", lock.get("instance"), "mode", lock.get("mode"), "position",
            lock.get("position")) : value);
    assertEquals(expected, dependencies.get(0));
    expected.put("held", Map.of("instance", "T \"x\"@1", "mode", "READ", "position",
        Records.frame(seen.heldStack()[0])));
    expected.put("thread", "a\\b\n");
    expected.put("threadId", 7L);
    expected.put("task", "");
    expected.put("test", "t");
    assertEquals(expected, dependencies.get(1));
  }

  private static DependencyView edge(Dependency witness) {
    return new DependencyView(
        witness.held().lockClass(), AcquireMode.EXCLUSIVE, witness.requested().lockClass(),
        AcquireMode.EXCLUSIVE, 1, true, List.of(witness));
  }

  @Test
  void auditsAndSuppressionsAreReadBack() {
    StackTraceElement[] path = SampleFindings.stack("fs.Ops", "truncate", 12, 3);
    DumpWriter writer = DumpWriter.open(folder, SampleFindings.RUN);
    writer.audits(
        List.of(
            new AuditView("truncate", 41, 3, "i_rwsem (write)", "held at 38 of 41 calls",
                List.of(new AuditView.Held(List.of("i_rwsem (write)"), 38, List.of()),
                    new AuditView.Held(List.of(), 3, List.<StackTraceElement[]>of(path))))),
        List.of(new SuppressionView("known", path[0], 2), new SuppressionView("gone", null, 0)));
    Dump dump = DumpReader.read(writer.file());
    assertEquals(List.of(), dump.corrupt());
    assertEquals(
        List.of(
            new AuditRecord("truncate", 41, 3, "i_rwsem (write)", "held at 38 of 41 calls",
                List.of(new AuditRecord.Held(List.of("i_rwsem (write)"), 38, List.of()),
                    new AuditRecord.Held(List.of(), 3, List.of(Records.frames(path)))))),
        dump.audits());
    assertEquals(
        List.of(new SuppressionRecord("known", "fs.Ops.truncate(Ops.java:12)", 2),
            new SuppressionRecord("gone", "", 0)),
        dump.suppressions());
  }

  @Test
  void everySampleFindingSurvivesTheDump() {
    List<Finding> findings =
        List.of(
            SampleFindings.directIo(),
            SampleFindings.readers(),
            SampleFindings.instances(),
            SampleFindings.deadlock());
    DumpWriter writer = DumpWriter.open(folder, SampleFindings.RUN);
    for (Finding finding : findings) {
      writer.finding(Records.of(finding));
    }
    List<Dump.Found> read = DumpReader.read(writer.file()).findings();
    for (int i = 0; i < findings.size(); i++) {
      FindingRecord expected = Records.of(findings.get(i));
      assertEquals(expected, read.get(i).finding());
      assertEquals(
          Splat.of(expected, SampleFindings.RUN),
          Splat.of(read.get(i).finding(), read.get(i).run()));
    }
  }

  @Test
  void findingRecordCarriesTheAgreedKeys() throws IOException {
    Path file = write(folder, SampleFindings.RUN, CIRCLE, false);
    Map<?, ?> record = recordOfType(file, "finding");
    assertEquals("CYCLE", record.get("kind"));
    assertEquals("LIKELY", record.get("level"));
    assertEquals("LD-00000002", record.get("fingerprint"));
    assertEquals(List.of("com.acme.A.lock", "com.acme.B.lock"), record.get("classes"));
    assertEquals(
        List.of(
            "com.acme.Step0.take(Step0.java:20)",
            "com.acme.Step0.next(Step0.java:30)",
            "com.acme.Step1.take(Step1.java:21)",
            "com.acme.Step1.next(Step1.java:31)"),
        record.get("positions"));
    assertEquals(List.of("worker-0", "worker-1"), record.get("threads"));
    assertEquals(Boolean.TRUE, record.get("failing"));
  }

  private static Map<?, ?> recordOfType(Path file, String type) throws IOException {
    for (String line : Files.readAllLines(file)) {
      Map<?, ?> record = (Map<?, ?>) Json.read(line);
      if (type.equals(record.get("type"))) {
        return record;
      }
    }
    throw new AssertionError("no " + type + " in " + file);
  }

  @Test
  void aFindingIsInTheFileBeforeTheRunEnds() {
    Dump dump = DumpReader.read(write(folder, SampleFindings.RUN, CIRCLE, false));
    assertEquals(1, dump.findings().size());
    assertFalse(dump.ended(dump.runs().iterator().next()));
  }

  @Test
  void equalFramesAndStacksAreWrittenOnce() throws IOException {
    Path file = write(folder, SampleFindings.RUN, CIRCLE, true);
    Set<String> lines = new HashSet<>();
    for (String line : Files.readAllLines(file)) {
      if (line.contains("\"type\":\"frame\"") || line.contains("\"type\":\"stack\"")) {
        assertTrue(lines.add(line), line);
      }
    }
    assertFalse(lines.isEmpty());
  }

  @Test
  void endWritesFindingsThatNoListenerCould() {
    DumpWriter writer = DumpWriter.open(folder, SampleFindings.RUN);
    writer.end(List.of(CIRCLE), graph(), new Stats(Map.of()));
    writer.end(List.of(CIRCLE), graph(), new Stats(Map.of()));
    assertEquals(1, DumpReader.read(writer.file()).findings().size());
  }

  @Test
  void concatenatedDumpsAreADump() throws IOException {
    Path first = write(folder, run("01", 1), CIRCLE, true);
    Path second = write(folder, run("02", 2), CIRCLE, true);
    Path both = folder.resolve("both.jsonl");
    Files.write(both, Files.readAllBytes(first));
    Files.write(both, Files.readAllBytes(second), StandardOpenOption.APPEND);
    DumpSet set = DumpSet.read(List.of(both));
    assertEquals(1, set.findings().size());
    assertEquals(Set.of("01", "02"), set.findings().iterator().next().runs());
    assertEquals(2, set.dumps().get(0).runCount());
    assertEquals(3, set.dependencies().size());
    long total = 0;
    for (GraphDependency dependency : set.dependencies()) {
      total += dependency.count();
    }
    assertEquals(16, total);
  }

  @Test
  void aSetKeepsTheGraphOnceAndItsDumpsNone() throws IOException {
    Path first = write(folder.resolve("a"), run("01", 1), CIRCLE, true);
    Path second = write(folder.resolve("b"), run("02", 2), CIRCLE, true);
    Dump alone = DumpReader.read(first);
    DumpSet set = DumpSet.read(List.of(first, second));
    assertEquals(alone.classes.size(), set.classes().size());
    assertEquals(alone.dependencies.size(), set.dependencies().size());
    assertEquals(alone.chains.size(), set.chains().size());
    assertEquals(1, set.findings().size());
    assertTrue(alone.classes.size() > 0 && alone.dependencies.size() > 0, alone.chains::toString);
    for (Dump dump : set.dumps()) {
      assertEquals(1, dump.runCount());
      assertEquals(0, dump.classes.size() + dump.dependencies.size() + dump.chains.size());
      assertEquals(List.of(), dump.findings());
    }
  }

  @Test
  void aSecondDumpOfTheSameRunReplacesTheFirst() {
    DumpWriter writer = DumpWriter.open(folder, SampleFindings.RUN);
    writer.graph(graph());
    writer.graph(graph());
    long total = 0;
    for (GraphDependency dependency : DumpReader.read(writer.file()).dependencies.values()) {
      total += dependency.count();
    }
    assertEquals(8, total);
  }

  @Test
  void aLineCutByAKillIsToldFromACorruptOne() throws IOException {
    Path file = write(folder, SampleFindings.RUN, CIRCLE, false);
    Files.writeString(file, "{\"type\":\"fin", StandardOpenOption.APPEND);
    Dump dump = DumpReader.read(file);
    assertTrue(dump.truncated());
    assertEquals(List.of(), dump.corrupt());
    assertEquals(1, dump.findings().size());
  }

  @Test
  void corruptLinesAreNamedAndTheRestIsRead() throws IOException {
    Path file = write(folder, SampleFindings.RUN, null, false);
    String good = Files.readString(write(folder.resolve("b"), SampleFindings.RUN, CIRCLE, false));
    Files.writeString(file, "rubbish\n{\"type\":\"finding\"}\n" + good, StandardOpenOption.APPEND);
    Dump dump = DumpReader.read(file);
    assertEquals(2, dump.corrupt().size());
    assertTrue(dump.corrupt().get(0).startsWith(file + ":3: "), dump.corrupt().get(0));
    assertTrue(dump.corrupt().get(1).contains(":4: field"), dump.corrupt().get(1));
    assertEquals(1, dump.findings().size());
  }

  @Test
  void everyPrefixOfADumpCanBeRead() throws IOException {
    byte[] whole = Files.readAllBytes(write(folder, SampleFindings.RUN, CIRCLE, true));
    Path cut = folder.resolve("cut.jsonl");
    for (int length = 0; length < whole.length; length += 97) {
      Files.write(cut, java.util.Arrays.copyOf(whole, length));
      Dump dump = DumpReader.read(cut);
      assertEquals(List.of(), dump.corrupt(), "length " + length);
    }
  }

  @Test
  void anUnusableFolderFallsBackToTheTemporaryFolder() throws IOException {
    Path occupied = Files.writeString(folder.resolve("file"), "");
    DumpWriter writer = DumpWriter.open(occupied, SampleFindings.RUN);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    assertTrue(writer.file().startsWith(temporary), writer.file().toString());
    writer.finding(Records.of(CIRCLE));
    assertEquals(1, DumpReader.read(writer.file()).findings().size());
    Files.delete(writer.file());
  }

  @Test
  void withoutAnyFolderNothingIsThrown() throws IOException {
    Path occupied = Files.writeString(folder.resolve("file"), "");
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", occupied.toString());
    try {
      DumpWriter writer = DumpWriter.open(occupied, SampleFindings.RUN);
      writer.finding(Records.of(CIRCLE));
      writer.beside("x.txt", "x");
      writer.graph(graph());
      writer.end(List.of(CIRCLE), graph(), new Stats(Map.of()));
      assertNull(writer.file());
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  @Test
  void idsDependOnContentAndOrder() {
    assertEquals(Ids.hash("a"), Ids.hash("a"));
    assertNotEquals(Ids.combine(1, 2), Ids.combine(2, 1));
    assertEquals("000000000000000f", Ids.hex(15));
    assertEquals("ffffffffffffffff", Ids.hex(-1));
  }
}
