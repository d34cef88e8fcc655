package dev.jlockdep.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jlockdep.agent.report.SampleDumps;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    assertEquals(0, run("report", folder));
    assertEquals(SampleDumps.likelySplat() + "\n", out.toString());
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
}
