package dev.jlockdep.agent.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The extension and the listeners as JUnit finds them, in a JVM of their own. */
class JunitForkTest {
  @TempDir private Path folder;

  private record Outcome(String out, String err) {}

  private Outcome fork(String options, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SampleTestRun.class.getName());
    command.add("output=" + folder + options);
    command.addAll(List.of(more));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertEquals(0, process.waitFor(), Files.readString(err));
    return new Outcome(
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void rightTestAndRightClassFail() throws IOException, InterruptedException {
    Outcome outcome = fork("");
    assertTrue(
        outcome.out.contains("onPoolThread() FAILED LD-00000002: A -> B -> A\n"), outcome.out);
    assertTrue(outcome.out.contains("seenAgain() SUCCESSFUL"), outcome.out);
    assertTrue(outcome.out.contains("clean() SUCCESSFUL"), outcome.out);
    assertTrue(outcome.out.contains("Sample FAILED LD-00000003: X -> Y -> Z -> X\n"), outcome.out);
    assertFalse(outcome.out.contains("session failed"), outcome.out);
    assertTrue(outcome.out.contains("exit due: false"), outcome.out);
  }

  @Test
  void summaryIsPrintedOnceToStandardError() throws IOException, InterruptedException {
    Outcome outcome = fork("");
    String summary = "jlockdep: 2 circular, 0 recursive, 0 other (2 failing) | ";
    assertEquals(2, outcome.err.split(Pattern.quote(summary), -1).length);
    assertTrue(outcome.err.contains(".jsonl"), outcome.err);
    assertTrue(outcome.err.contains("the existing dependency chain"), outcome.err);
  }

  @Test
  void findingAfterTheTestsFailsTheSession() throws IOException, InterruptedException {
    Outcome outcome = fork("", "late");
    assertTrue(outcome.out.contains("session failed: LD-00000004: Late -> Later"), outcome.out);
  }

  @Test
  void reportOnlyFailsNothing() throws IOException, InterruptedException {
    Outcome outcome = fork(",onFinding=report", "late");
    assertFalse(outcome.out.contains("FAILED"), outcome.out);
    assertFalse(outcome.out.contains("session failed"), outcome.out);
    assertTrue(outcome.out.contains("exit due: false"), outcome.out);
  }

  @Test
  void exitLeavesTheTestsGreenAndTheExitCodeDue() throws IOException, InterruptedException {
    Outcome outcome = fork(",onFinding=exit");
    assertFalse(outcome.out.contains("FAILED"), outcome.out);
    assertTrue(outcome.out.contains("exit due: true"), outcome.out);
  }
}
