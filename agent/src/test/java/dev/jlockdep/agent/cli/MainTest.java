package dev.jlockdep.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.formats.LargeDump;
import dev.jlockdep.agent.report.SampleDumps;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    return commandLine.execute(words);
  }

  private void assertOut(String expected) {
    assertTrue(out.toString().contains(expected), out + "\n" + err);
  }

  private void assertErr(String expected) {
    assertTrue(err.toString().contains(expected), out + "\n" + err);
  }

  @Test
  void withoutArgumentsVersionAndHelpArePrinted() {
    assertEquals(0, run());
    assertOut("jlockdep ");
    assertOut("check ");
    assertOut("Exit codes: 0 clean, 1 findings");
  }

  @Test
  void cleanDumpPasses() {
    SampleDumps.clean(folder);
    assertEquals(0, run("check", folder));
    assertOut("jlockdep: clean: 0 circular, 0 recursive, 0 other (0 failing) | 3 classes, "
        + "3 dependencies | 1 run");
  }

  @Test
  void failingFindingFailsAndIsNamed() {
    SampleDumps.likely(folder.resolve("module-a"));
    SampleDumps.clean(folder.resolve("module-b"));
    assertEquals(1, run("check", folder));
    assertOut("FAIL LD-00000002 possible circular locking dependency detected (LIKELY, failing): "
        + "com.acme.A.lock -> com.acme.B.lock -> com.acme.A.lock");
    assertOut("at com.acme.Step1.next(Step1.java:31)");
    assertOut("test com.acme.StepTest#orders");
    assertOut("FAILED: 1 circular");
    assertOut("2 runs");
  }

  @ParameterizedTest
  @CsvSource({"possible,1", "likely,1", "LIKELY,1", "actual,0", "none,0"})
  void failOnReplacesTheRecordedRule(String level, int exit) {
    SampleDumps.likely(folder);
    assertEquals(exit, run("check", "--fail-on", level, folder));
  }

  @Test
  void possibleFindingPassesUnlessAskedOtherwise() {
    SampleDumps.possible(folder);
    assertEquals(0, run("check", folder));
    assertOut("note LD-00000002");
    assertEquals(1, run("check", "--fail-on=possible", folder));
  }

  @Test
  void emptyFolderProvesNothing() {
    assertEquals(3, run("check", folder));
    assertOut("no dump found");
  }

  @Test
  void fileThatIsNoDumpProvesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("jlockdep-1-1.jsonl"), "");
    assertEquals(3, run("check", file));
    assertErr("not a dump, or an empty one: " + file);
  }

  @Test
  void corruptLineProvesNothingButFindingsStillFail() throws IOException {
    Path file = SampleDumps.clean(folder);
    Files.writeString(file, "{]\n", StandardOpenOption.APPEND);
    assertEquals(3, run("check", folder));
    assertErr("corrupt line: " + file + ":");
    assertOut("NOT VALIDATED");
    SampleDumps.likely(folder.resolve("other"));
    assertEquals(1, run("check", folder));
  }

  @Test
  void killedRunIsNamedAndItsFindingsCount() throws IOException {
    Path file = SampleDumps.killed(folder);
    Files.writeString(file, "{\"type\":", StandardOpenOption.APPEND);
    assertEquals(1, run("check", folder));
    assertErr("killed, halted or still running: sample-fs 0.1.0, pid 4242");
  }

  @ParameterizedTest
  @CsvSource({"ok,0,no type was woven", "monitors missed,5,the self-test failed: monitors missed"})
  void runThatSawNothingProvesNothing(String selfTest, int woven, String reason) {
    SampleDumps.coverage(folder, selfTest, woven);
    assertEquals(3, run("check", folder));
    assertErr("not validated: sample-fs 0.1.0, pid 4242: " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "chekc,nearest is check",
    "--versoin,nearest is --version",
  })
  void unknownWordIsWrongUsageWithTheNearestOne(String word, String expected) {
    assertEquals(2, run(word));
    assertErr(expected);
  }

  @Test
  void unknownOptionOfACommandNamesTheNearest() {
    assertEquals(2, run("check", "--fial-on=none", folder));
    assertErr("nearest is --fail-on");
  }

  @Test
  void wrongLevelNamesTheValidOnes() {
    assertEquals(2, run("check", "--fail-on", "likley", folder));
    assertErr("nearest is likely");
  }

  @Test
  void missingPathIsNoDump() {
    assertEquals(3, run("check", folder.resolve("nowhere")));
    assertErr("no such file or folder");
    assertEquals(2, run("check"));
  }

  @Test
  void reportPrintsTheSplatOfTheDump() {
    SampleDumps.likely(folder);
    assertEquals(0, run("report", "--format=splat", folder));
    assertEquals(SampleDumps.likelySplat() + "\n", out.toString());
  }

  @Test
  void reportPrintsACardAndTheSplatBelowIt() {
    SampleDumps.likely(folder);
    assertEquals(0, run("report", folder));
    assertOut("jlockdep error: LD-00000002: possible circular");
    assertOut("\n" + SampleDumps.likelySplat() + "\njlockdep: FAILED: 1 failing");
  }

  @Test
  void reportPrintsJsonAndDot() {
    SampleDumps.likely(folder);
    assertEquals(0, run("report", "--format", "json", folder));
    assertOut("[{\"kind\":\"CYCLE\",\"level\":\"LIKELY\",\"fingerprint\":\"LD-00000002\"");
    assertOut("\"heldStack\":[\"com.acme.Step0.take(Step0.java:20)\"");
    assertEquals(0, run("report", "--format=dot", folder));
    assertOut("digraph \"LD-00000002\"");
    assertEquals(2, run("report", "--format=txet", folder));
    assertErr("nearest is text");
  }

  @Test
  void dotDrawsTheLockClassesWithinTheRadius() {
    SampleDumps.clean(folder);
    assertEquals(0, run("dot", "--class", "com.acme.A.lock", folder));
    assertOut("\"com.acme.A.lock\" [penwidth=3]");
    assertOut("\"com.acme.A.lock\" -> \"com.acme.B.lock\" [label=\"WW x5");
    assertTrue(!out.toString().contains("com.acme.C.lock"), out.toString());
    assertEquals(0, run("dot", "--class=A.lock", "--radius=2", folder));
    assertOut("\"com.acme.B.lock\" -> \"com.acme.C.lock\"");
    assertEquals(2, run("dot", "--class=acme.D.lock", folder));
    assertErr("no lock class is called acme.D.lock; nearest is com.acme.");
    assertEquals(2, run("dot", "--class=lock", folder));
    assertErr("several lock classes contain lock");
  }

  @Test
  void dumpOfAnUnwatchedJvmIsRefused() {
    assertEquals(3, run("dump", "1999999999"));
    assertErr("cannot attach to process 1999999999");
    assertEquals(2, run("dump", "x"));
  }

  @Test
  void doctorNamesTheRunAndItsState() {
    SampleDumps.coverage(folder, "ok", 0);
    assertEquals(3, run("doctor", folder));
    assertOut("typesWoven: 0");
    assertOut("not validated");
  }

  @Test
  void acceptedFindingPassesTheGateUntilItsDay() throws IOException {
    SampleDumps.likely(folder.resolve("dumps"));
    Path file = folder.resolve("accepted.txt");
    assertEquals(0, run("baseline", "--ci=", "--baseline", file, "--id", "LD-00000002",
        "--reason", "ticket 12", "--by", "ann", folder.resolve("dumps")));
    assertOut("accepted LD-00000002 com.acme.A.lock -> com.acme.B.lock -> com.acme.A.lock");
    assertEquals(0, run("check", "--baseline", file, folder.resolve("dumps")));
    assertOut("ok   LD-00000002");
    assertOut("accepted: ticket 12");
    assertOut("clean: 1 circular, 0 recursive, 0 other (0 failing) | 1 accepted, 0 stale");
    Files.writeString(file, Files.readString(file).replace(" | - | ", " | 2020-01-01 | "));
    assertEquals(1, run("check", "--baseline", file, folder.resolve("dumps")));
    assertOut("was accepted until 2020-01-01: ticket 12");
  }

  @Test
  void entryWithoutAFindingIsANoticeAndIsPrunedWhenAsked() throws IOException {
    SampleDumps.clean(folder.resolve("dumps"));
    Path file = folder.resolve("accepted.txt");
    Files.writeString(
        file, "LD-0123abcd | CYCLE | LIKELY | a -> b -> a | 2026-01-01 | ann | - | gone since\n");
    assertEquals(0, run("check", "--baseline", file, folder.resolve("dumps")));
    assertErr("stale in the baseline: LD-0123abcd (gone since)");
    assertEquals(
        0, run("baseline", "--ci=", "--prune", "--baseline", file, folder.resolve("dumps")));
    assertOut("pruned LD-0123abcd");
    assertFalse(Files.readString(file).contains("LD-0123abcd |"));
  }

  @ParameterizedTest
  @CsvSource({"true,2", "1,2", "false,0"})
  void baselineIsNeverWrittenOnCi(String ci, int exit) {
    SampleDumps.likely(folder);
    Path file = folder.resolve("accepted.txt");
    assertEquals(
        exit, run("baseline", "--ci", ci, "--reason", "why", "--baseline", file, folder));
    assertEquals(exit == 0, Files.exists(file));
  }

  @Test
  void acceptingWithoutAReasonOrWithAnUnknownIdIsWrongUsage() {
    SampleDumps.likely(folder);
    Path file = folder.resolve("accepted.txt");
    assertEquals(2, run("baseline", "--ci=", "--baseline", file, folder));
    assertErr("no reason: say why with --reason TEXT");
    assertEquals(2, run("baseline", "--ci=", "--reason", "x", "--id", "LD-00000000", folder));
    assertErr("no finding LD-00000000 in these dumps; there are: LD-00000002");
    assertFalse(Files.exists(file));
  }

  @Test
  void missingOrWrongBaselineIsWrongUsage() throws IOException {
    SampleDumps.clean(folder);
    assertEquals(2, run("check", "--baseline", folder.resolve("none.txt"), folder));
    assertErr("no baseline ");
    Path file = Files.writeString(folder.resolve("wrong.txt"), "LD-1\n");
    assertEquals(2, run("check", "--baseline", file, folder));
    assertErr("wrong.txt:1: 1 columns where 8 belong");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "splat;WARNING: possible circular", "mermaid;flowchart LR", "graphml;<graphml",
    "sarif;\"version\":\"2.1.0\"", "junit;<testsuite name=\"jlockdep\"", "markdown;## jlockdep: FAILED",
    "annotations;::error file=com/acme/Step1.java,line=31", "html;<!DOCTYPE html>"
  })
  void reportGoesToAFileInEveryFormat(String format, String expected) throws IOException {
    SampleDumps.likely(folder);
    Path file = folder.resolve("out").resolve("report." + format);
    assertEquals(0, run("report", "--format", format, "-o", file, folder));
    assertOut("written " + file);
    assertTrue(Files.readString(file).contains(expected), Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "folder; it is a folder; name a file in it",
    "file/report.html; file is no folder; free space there, make it writable, or name another file"
  })
  void fileThatCannotBeWrittenIsNamedWithTheRemedy(String to, String expected) throws IOException {
    SampleDumps.likely(folder.resolve("dumps"));
    Path empty = Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("file"), "mine");
    Path file = folder.resolve(to);
    assertEquals(2, run("report", "-o", file, folder.resolve("dumps")));
    assertErr("cannot write " + file + ": ");
    assertErr(expected.strip());
    assertEquals(2, run("merge", "-o", file, folder.resolve("dumps")));
    assertErr("cannot write " + file + ": ");
    assertTrue(Files.isDirectory(empty));
    assertEquals("mine", Files.readString(folder.resolve("file")));
  }

  @Test
  void baselineThatCannotBeWrittenAcceptsNothing() throws IOException {
    SampleDumps.likely(folder);
    assertEquals(2, run("baseline", "--ci=", "--reason", "x", "--baseline",
        Files.writeString(folder.resolve("file"), "").resolve("b.txt"), folder));
    assertErr("is no folder");
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--color=alway,nearest is always", "--frames=-1,--frames must be 0 or more", "--frames=x,'x'"
  })
  void wrongValueNamesTheRule(String option, String expected) {
    SampleDumps.likely(folder);
    assertEquals(2, run("report", option, folder));
    assertErr(expected);
  }

  @Test
  void patternThatMatchesNothingIsNoDump() {
    assertEquals(3, run("report", folder.resolve("no*.jsonl")));
    assertErr("nothing matches " + folder.resolve("no*.jsonl"));
    assertErr("no dump found: was the program started with -javaagent:jlockdep.jar");
  }

  private Path order(String name, int a, int b) throws IOException {
    Path file = folder.resolve(name + ".jsonl");
    LargeDump.write(file, name, 0, 4, 0, 1);
    try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      LargeDump.dependency(out, name, a, b, new Random(1));
    }
    return file;
  }

  @Test
  void mergedDumpHoldsTheCircleOfTwoRuns() throws IOException {
    order("a", 1, 2);
    order("b", 2, 1);
    Path merged = folder.resolve("out").resolve("jlockdep-merged.jsonl.gz");
    assertEquals(0, run("merge", "-o", merged, folder.resolve("*.jsonl")));
    assertOut("(POSSIBLE, over several runs): " + LargeDump.name(1) + " -> " + LargeDump.name(2));
    assertOut("2 dumps, 2 runs, 4 classes, 2 dependencies; 1 circles that no single run has");
    assertEquals(1, run("check", "--fail-on=possible", merged));
    assertOut("FAIL LD-");
    // the output lies among the inputs the second time and changes nothing
    Path again = folder.resolve("again.jsonl");
    assertEquals(0, run("merge", "-o", again, folder.resolve("out"), folder.resolve("*.jsonl")));
    String first = Files.readString(again);
    assertEquals(0, run("merge", "-o", again, folder.resolve("out"), folder.resolve("*.jsonl")));
    assertEquals(first, Files.readString(again));
  }

  @Test
  void mergeOfABrokenDumpProvesNothingButKeepsTheRest() throws IOException {
    Path broken = order("a", 1, 2);
    Files.writeString(broken, "{]\n", StandardOpenOption.APPEND);
    assertEquals(3, run("merge", "-o", folder.resolve("m.out"), broken, folder.resolve("gone")));
    assertErr("corrupt line");
    assertErr("no such file or folder: " + folder.resolve("gone"));
    assertOut("1 dump, 1 run");
    assertTrue(Files.exists(folder.resolve("m.out")));
    assertEquals(3, run("merge", "-o", folder.resolve("n.out"), folder.resolve("gone")));
    assertErr("no dump found");
  }

  @Test
  void dumpComesFromStandardInput() throws IOException {
    Path dump = SampleDumps.likely(folder);
    InputStream before = System.in;
    try {
      System.setIn(Files.newInputStream(dump));
      assertEquals(1, run("check", "-"));
    } finally {
      System.setIn(before);
    }
    assertOut("FAIL LD-00000002");
  }

  @Test
  void diffNamesWhatGoesAgainstAnOldOrder() throws IOException {
    Path before = order("before", 1, 2);
    try (Writer out = Files.newBufferedWriter(before, StandardOpenOption.APPEND)) {
      LargeDump.dependency(out, "before", 2, 3, new Random(1));
    }
    Path same = order("same", 1, 2);
    assertEquals(0, run("diff", before, same));
    assertOut("- " + LargeDump.name(2) + " -> " + LargeDump.name(3));
    assertOut("0 orders added, 1 removed, 0 against an old one");
    Path reversed = order("reversed", 3, 1);
    assertEquals(1, run("diff", before, reversed));
    assertOut("! " + LargeDump.name(3) + " -> " + LargeDump.name(1));
    assertOut("against the order " + LargeDump.name(1) + " -> " + LargeDump.name(2) + " -> "
        + LargeDump.name(3) + ", which is gone now");
    try (Writer out = Files.newBufferedWriter(before, StandardOpenOption.APPEND)) {
      LargeDump.dependency(out, "before", 3, 0, new Random(1));
    }
    Path unrelated = order("unrelated", 0, 0);
    assertEquals(0, run("diff", before, unrelated));
    assertEquals(3, run("diff", before, folder.resolve("gone")));
    assertErr("no such file or folder");
  }

  @Test
  void circleThatIsCompleteIsCalledOne() throws IOException {
    Path before = order("before", 1, 2);
    Path after = order("after", 1, 2);
    try (Writer out = Files.newBufferedWriter(after, StandardOpenOption.APPEND)) {
      LargeDump.dependency(out, "after", 2, 1, new Random(1));
    }
    assertEquals(1, run("diff", "--quiet", before, after));
    assertOut(", which is still there: a circle");
  }

  @Test
  void attachingToNothingSaysWhy() {
    assertEquals(3, run("attach", Long.MAX_VALUE));
    assertErr("cannot attach to process " + Long.MAX_VALUE);
  }
}
