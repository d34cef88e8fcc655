package dev.jlockdep.agent.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.formats.LargeDump;
import dev.jlockdep.agent.report.Dump;
import dev.jlockdep.agent.report.DumpReader;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.LockStatRecord;
import dev.jlockdep.agent.report.SampleDumps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
  @TempDir private Path folder;
  private int names;

  private static String text(Merge merge) throws IOException {
    StringWriter out = new StringWriter();
    merge.write(out);
    return out.toString();
  }

  private Path merged(List<Path> dumps) throws IOException {
    Merge merge = new Merge();
    dumps.forEach(merge::add);
    assertEquals(List.of(), merge.problems());
    return Files.writeString(folder.resolve("merged-" + names++ + ".jsonl"), text(merge));
  }

  /** A run with random dependencies among a few classes, so that circles over runs are common. */
  private Path random(String run, Random random, boolean ended) throws IOException {
    Path file = folder.resolve(run + "-" + names++ + ".jsonl");
    LargeDump.write(file, run, 0, 8, 3, random.nextLong());
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    String end = lines.remove(lines.size() - 1);
    Files.write(file, lines);
    try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      for (int n = random.nextInt(8); n > 0; n--) {
        LargeDump.dependency(out, run, random.nextInt(8), random.nextInt(8), random);
      }
      if (ended) {
        out.write(end + "\n");
      }
    }
    return file;
  }

  @Test
  void orderGroupingAndRepetitionDoNotMatter() throws IOException {
    long seed = Long.getLong("merge.seed", System.nanoTime());
    System.out.println("merge.seed=" + seed);
    Random random = new Random(seed);
    int circles = 0;
    for (int round = 0; round < 40; round++) {
      List<Path> dumps = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        // some runs come in two parts, as a dump on demand and the one at the end
        dumps.add(random("run" + random.nextInt(4), random, random.nextBoolean()));
      }
      dumps.add(random.nextBoolean() ? SampleDumps.likely(Files.createDirectories(
          folder.resolve("s" + round))) : SampleDumps.possible(Files.createDirectories(
          folder.resolve("p" + round))));
      String all = Files.readString(merged(dumps));
      circles += all.contains("\"merged\":true") ? 1 : 0;
      List<Path> shuffled = new ArrayList<>(dumps);
      Collections.shuffle(shuffled, random);
      assertEquals(all, Files.readString(merged(shuffled)), "order, round " + round);
      int cut = 1 + random.nextInt(dumps.size() - 1);
      Path left = merged(shuffled.subList(0, cut));
      Path right = merged(shuffled.subList(cut, shuffled.size()));
      assertEquals(all, Files.readString(merged(List.of(right, left))), "grouping, round " + round);
      assertEquals(
          all, Files.readString(merged(List.of(left, merged(dumps), right, dumps.get(0)))),
          "repetition, round " + round);
      Path both = folder.resolve("cat" + round + ".jsonl");
      Files.writeString(both, Files.readString(left) + Files.readString(right));
      assertEquals(all, Files.readString(merged(List.of(both))), "concatenation, round " + round);
    }
    assertTrue(circles > 10, circles + " rounds with a circle over runs");
  }

  private Path oneOrder(String run, int a, int b) throws IOException {
    Path file = folder.resolve("jlockdep-" + run + ".jsonl");
    LargeDump.write(file, run, 0, 4, 0, 1);
    try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      LargeDump.dependency(out, run, a, b, new Random(1));
    }
    return file;
  }

  @Test
  void circleOverTwoRunsIsFoundAndNamesBoth() throws IOException {
    Path merged = merged(List.of(oneOrder("shop", 1, 2), oneOrder("store", 2, 1)));
    DumpSet dumps = DumpSet.read(List.of(merged));
    assertEquals(1, dumps.findings().size());
    FindingRecord finding = dumps.findings().iterator().next().finding();
    assertEquals("CYCLE", finding.kind());
    assertEquals("POSSIBLE", finding.level());
    assertFalse(finding.failing());
    assertEquals(List.of(LargeDump.name(1), LargeDump.name(2)), finding.classes());
    assertEquals(4, finding.positions().size());
    assertTrue(finding.positions().get(0).startsWith("com.acme.part"), finding::toString);
    String evidence = String.join("\n", finding.evidence());
    assertTrue(evidence.contains("come from different runs"), evidence);
    assertTrue(evidence.contains(
        LargeDump.name(1) + " -> " + LargeDump.name(2) + " was seen in shop, pid 1"), evidence);
    assertTrue(evidence.contains(
        LargeDump.name(2) + " -> " + LargeDump.name(1) + " was seen in store, pid 1"), evidence);
    assertTrue(evidence.contains("different programs or commits"), evidence);
  }

  @Test
  void oneOrderInTwoRunsIsSilentAndSoIsARecursiveReader() throws IOException {
    assertEquals(0, DumpSet.read(List.of(merged(
        List.of(oneOrder("a", 1, 2), oneOrder("b", 1, 2))))).findings().size());
    Path reader = oneOrder("c", 2, 1);
    Files.writeString(reader, Files.readString(reader)
        .replace("\"fromMode\":\"EXCLUSIVE\"", "\"fromMode\":\"READ\"")
        .replace("\"toMode\":\"EXCLUSIVE\"", "\"toMode\":\"RECURSIVE_READ\""));
    Path other = oneOrder("d", 1, 2);
    Files.writeString(other, Files.readString(other)
        .replace("\"fromMode\":\"EXCLUSIVE\"", "\"fromMode\":\"READ\""));
    // a recursive reader waits for no reader: 2 -> 1 cannot wait for the shared hold of 1
    assertEquals(0, DumpSet.read(List.of(merged(List.of(reader, other)))).findings().size());
    Files.writeString(reader, Files.readString(reader).replace("RECURSIVE_READ", "READ"));
    assertEquals(1, DumpSet.read(List.of(merged(List.of(reader, other)))).findings().size());
  }

  @Test
  void circleThatOnlyATimedRequestClosesIsSilent() throws IOException {
    Path timed = oneOrder("t", 2, 1);
    Files.writeString(
        timed, Files.readString(timed).replace("\"timedOnly\":false", "\"timedOnly\":true"));
    assertEquals(0, DumpSet.read(
        List.of(merged(List.of(timed, oneOrder("u", 1, 2))))).findings().size());
  }

  @Test
  void initialisersOfTwoRunsAreLikely() throws IOException {
    List<Path> dumps = List.of(oneOrder("one", 1, 2), oneOrder("two", 2, 1));
    for (Path dump : dumps) {
      Files.writeString(dump, Files.readString(dump)
          .replace("\"kind\":\"monitor\"", "\"kind\":\"class initialisation\""));
    }
    FindingRecord finding =
        DumpSet.read(List.of(merged(dumps))).findings().iterator().next().finding();
    assertEquals("LIKELY", finding.level());
    assertTrue(finding.failing());
  }

  /** Each run has judged the circle with what only a run knows, and was silent. */
  @Test
  void initialisersOfOneRunAreSilent() throws IOException {
    List<Path> dumps = List.of(oneOrder("one", 1, 2), oneOrder("two", 2, 1));
    for (Path dump : dumps) {
      Files.writeString(dump, Files.readString(dump).replace("\"two\"", "\"one\"")
          .replace("\"kind\":\"monitor\"", "\"kind\":\"class initialisation\""));
    }
    assertEquals(0, DumpSet.read(List.of(merged(dumps))).findings().size());
  }

  @Test
  void countsOfRunsAddUpAndOneRunCountsOnce() throws IOException {
    Path a = oneOrder("a", 1, 2);
    Path b = oneOrder("b", 1, 2);
    DumpSet once = DumpSet.read(List.of(a));
    long one = once.orderCounts().count(LargeDump.name(1), LargeDump.name(2));
    assertTrue(one > 0);
    DumpSet all = DumpSet.read(List.of(merged(List.of(a, b, a, merged(List.of(b))))));
    assertEquals(2 * one, all.orderCounts().count(LargeDump.name(1), LargeDump.name(2)));
  }

  @Test
  void findingOfTwoRunsKeepsItsStrongestFormAndBothRuns() throws IOException {
    Path likely = SampleDumps.likely(Files.createDirectories(folder.resolve("l")));
    Path possible = SampleDumps.possible(Files.createDirectories(folder.resolve("p")));
    Files.writeString(possible, Files.readString(possible).replace("00000000000000aa", "bb"));
    DumpSet dumps = DumpSet.read(List.of(merged(List.of(possible, likely))));
    DumpSet.MergedFinding found = dumps.findings().iterator().next();
    assertEquals("LIKELY", found.finding().level());
    assertEquals(2, found.runs().size());
    FindingRecord before =
        DumpReader.read(likely).findings().get(0).finding();
    assertEquals(before, found.finding());
  }

  @Test
  void brokenDumpsAreNamedAndTheirRestIsKept() throws IOException {
    Path corrupt = oneOrder("a", 1, 2);
    Files.writeString(corrupt, "{]\n", StandardOpenOption.APPEND);
    Path cut = oneOrder("b", 2, 3);
    Files.writeString(cut, "{\"type\":\"chain\",\"id", StandardOpenOption.APPEND);
    Path foreign = oneOrder("c", 3, 1);
    Files.writeString(foreign,
        Files.readString(foreign).replaceFirst("\"pid\":1", "\"format\":99,\"agent\":\"9.1\",\"pid\":1"));
    Path empty = Files.writeString(folder.resolve("jlockdep-e.jsonl"), "");
    Path binary = Files.write(folder.resolve("jlockdep-x.jsonl"), new byte[] {0, 1, 2, -1, 10, 7});
    Merge merge = new Merge();
    for (Path file : List.of(corrupt, cut, foreign, empty, binary, folder.resolve("gone"))) {
      merge.add(file);
    }
    String problems = String.join("\n", merge.problems());
    assertTrue(problems.contains(corrupt + ":"), problems);
    assertTrue(problems.contains(foreign + ": dump format 99"), problems);
    assertTrue(problems.contains("use the jlockdep.jar that wrote it, version 9.1"), problems);
    assertTrue(problems.contains("not a dump, or an empty one: " + empty), problems);
    assertTrue(problems.contains(binary + ":1: corrupt line"), problems);
    assertTrue(problems.contains("gone: cannot be read"), problems);
    assertTrue(merge.notices().get(0).contains(cut + ": cut off in line"), merge.notices()::toString);
    assertEquals(2, merge.dependencies.size());
  }

  @Test
  void foreignDumpIsNoCleanRunEither() throws IOException {
    Path foreign = oneOrder("c", 3, 1);
    Files.writeString(
        foreign, Files.readString(foreign).replaceFirst("\"pid\":1", "\"format\":2,\"pid\":1"));
    Dump dump = DumpReader.read(foreign);
    assertTrue(dump.corrupt().get(0).contains("dump format 2"), dump.corrupt()::toString);
    assertTrue(dump.unreadable());
  }

  @Test
  void packedDumpIsReadAsItIs() throws IOException {
    Path plain = oneOrder("a", 1, 2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(Files.readString(plain).getBytes(StandardCharsets.UTF_8));
    }
    Path packed = Files.write(folder.resolve("jlockdep-p.jsonl.gz"), bytes.toByteArray());
    assertEquals(Files.readString(merged(List.of(plain))), Files.readString(merged(List.of(packed))));
    assertEquals(1, DumpReader.read(packed).runCount());
  }

  @Test
  void dependenciesAloneSayWhichLieOnACircle() throws IOException {
    Merge merge = new Merge();
    for (Path dump : List.of(oneOrder("a", 1, 2), oneOrder("b", 2, 1), oneOrder("c", 2, 3))) {
      merge.add(dump);
      merge.add(dump);
    }
    StringWriter out = new StringWriter();
    merge.writeDependencies(out);
    List<String> lines = out.toString().lines().toList();
    assertEquals(3, lines.size());
    for (int i = 0; i < 3; i++) {
      int from = List.of(1, 2, 2).get(i);
      int to = List.of(2, 1, 3).get(i);
      String start = "{\"type\":\"dependency\",\"id\":\"" + LargeDump.dependencyId(from, to)
          + "\",\"from\":\"" + LargeDump.id(from) + "\",\"fromMode\":\"EXCLUSIVE\",\"to\":\""
          + LargeDump.id(to) + "\",\"toMode\":\"EXCLUSIVE\",\"runs\":1,\"count\":";
      assertTrue(lines.get(i).startsWith(start), lines.get(i));
      assertTrue(lines.get(i).endsWith(",\"timedOnly\":false,\"onCircle\":" + (i < 2) + "}"),
          lines.get(i));
    }
  }

  private Path withStats(String run, long... acquisitions) throws IOException {
    Path file = oneOrder(run, 1, 2);
    try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      for (long n : acquisitions) {
        LargeDump.lockStat(out, run, 1, n, 1000 / n);
      }
    }
    return file;
  }

  @Test
  void lockStatisticsOfRunsAddUpAndOfOneRunTheLaterCount() throws IOException {
    // a dump on demand and the end of the run; with more acquires the shortest wait got shorter
    Path a = withStats("a", 5, 10);
    Path b = withStats("b", 20);
    Path merged = merged(List.of(b, a, merged(List.of(a))));
    for (List<Path> paths : List.of(List.of(a, b), List.of(merged))) {
      DumpSet dumps = DumpSet.read(paths);
      assertEquals(1, dumps.lockStats().size());
      LockStatRecord stat = dumps.lockStats().iterator().next();
      assertEquals(LargeDump.name(1), dumps.className(stat.lockClass()));
      assertEquals(30, stat.acquisitions());
      assertEquals(2, stat.contentions());
      assertEquals(50, stat.waitMin());
      assertEquals(100, stat.waitMax());
      assertEquals(150, stat.waitTotal());
      assertEquals(50, stat.holdMin());
    }
  }

  /** Wherever a dump is cut off, packed or not: what is whole before is taken, and it is said. */
  @Test
  void dumpMayBeCutOffAnywhere() throws IOException {
    long seed = Long.getLong("merge.seed", System.nanoTime());
    System.out.println("merge.seed=" + seed);
    Random random = new Random(seed);
    Path whole = random("r", random, true);
    byte[] plain = Files.readAllBytes(whole);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    int all = dependencies(plain, plain.length);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = round % 3 == 0 ? packed.toByteArray() : plain;
      int length = random.nextInt(bytes.length);
      Path cut = Files.write(folder.resolve("jlockdep-cut.jsonl"), Arrays.copyOf(bytes, length));
      Merge merge = new Merge();
      merge.add(cut);
      Dump dump = DumpReader.read(cut);
      String where = "cut to " + length + " of " + bytes.length;
      if (bytes == plain) {
        assertEquals(dependencies(plain, length), merge.dependencies.size(), where);
        boolean inside = length > 0 && plain[length - 1] != '\n' && plain[length] != '\n';
        assertEquals(inside, dump.truncated(), where);
        assertEquals(inside ? 1 : 0, merge.notices().size(), where);
      } else {
        assertTrue(merge.dependencies.size() <= all, where);
        assertFalse(merge.problems().isEmpty() && merge.notices().isEmpty(), where);
        assertTrue(dump.truncated() || !dump.corrupt().isEmpty() || dump.unreadable(), where);
      }
      text(merge);
    }
  }

  /** How many different dependencies stand whole in the first so many bytes. */
  private static int dependencies(byte[] bytes, int length) {
    // a line that lacks nothing but its end is whole
    int end = length < bytes.length && bytes[length] == '\n' ? length + 1 : length;
    Set<String> ids = new HashSet<>();
    String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
      if (line.startsWith("{\"type\":\"dependency\"")) {
        ids.add(line.substring(0, line.indexOf(",\"run\"")));
      }
    }
    return ids.size();
  }

  @Test
  void runCountsHoldAnyOrderOfRuns() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      java.util.TreeMap<Integer, Integer> expected = new java.util.TreeMap<>();
      RunCounts counts = new RunCounts();
      for (int i = 0; i < 50; i++) {
        int run = random.nextInt(400);
        int count = random.nextInt(1 << random.nextInt(31));
        expected.merge(run, count, Math::max);
        counts.max(run, count);
      }
      List<Integer> flat = new ArrayList<>();
      expected.forEach((run, count) -> Collections.addAll(flat, run, count));
      assertEquals(flat, Arrays.stream(counts.pairs()).boxed().toList());
    }
  }
}
