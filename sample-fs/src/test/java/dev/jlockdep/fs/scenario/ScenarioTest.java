package dev.jlockdep.fs.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios without an agent: what hangs hangs, what must not does not. */
@Timeout(120)
class ScenarioTest {
  private static final RunOptions QUICK = new RunOptions(100, true);

  /** Every scenario in every mode: hangs or corrupts when forced, ends otherwise, data as expected. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("runs")
  void endsAsItsModeSays(String id, Mode mode) throws Exception {
    Outcome outcome = Catalog.make(id).run(mode, QUICK);
    Set<Outcome.End> ends =
        mode == Mode.FORCED
            ? EnumSet.of(Outcome.End.HUNG, Outcome.End.CORRUPTED)
            : EnumSet.of(Outcome.End.COMPLETED);
    assertTrue(ends.contains(outcome.end()), outcome::toString);
  }

  static Stream<Arguments> runs() {
    return Catalog.ids().stream()
        .flatMap(id -> Catalog.make(id).modes().stream().map(mode -> Arguments.of(id, mode)));
  }

  @Test
  void forcedRunSaysWhyNothingCanFreeIt() throws Exception {
    Outcome outcome = new FallocateWaitsForItsOwnCompletion().run(Mode.FORCED, QUICK);
    assertEquals(
        "falloc-dio waits for inode_dio{1}; device idle; the completion is in its own task work",
        outcome.detail());
  }

  @ParameterizedTest
  @CsvSource({"--forced, 3", "--benign, 0", "--fixed, 0"})
  void exitCodeFollowsTheMode(String option, int code) {
    Printed printed = run("run", "U1", option, "--device", "memory", "--timeout", "0.3");
    assertEquals(code, printed.code, printed.err);
    assertTrue(printed.out.contains(Verdict.OK), printed.out);
    assertEquals("", printed.err);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "rum U1", "run", "run U0", "run U1 --mod fixed", "run U1 --mode fixd", "run U1 U1",
        "run U1 --mode", "run U1 --fixed --forced", "run U1 --timeout soon", "list U1", "run U1,U0"
      })
  void misuseIsExplained(String line) {
    Printed printed = run(line.isEmpty() ? new String[0] : line.split(" "));
    assertEquals(CommandLine.USAGE, printed.code);
    assertTrue(printed.err.startsWith("sample-fs: "), printed.err);
    assertTrue(printed.err.contains("usage: "), printed.err);
    assertEquals("", printed.out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h"})
  void helpNamesEveryCommand(String word) {
    Printed printed = run(word);
    assertEquals(0, printed.code);
    for (String command : new String[] {"list", "run", "soak", "throughput"}) {
      assertTrue(printed.out.contains("\n  " + command), printed.out);
    }
    assertEquals("", printed.err);
  }

  @Test
  void mistypedWordsNameTheNearest() {
    assertTrue(run("run", "u1").err.contains("did you mean \"U1\""));
    assertTrue(run("run", "U1", "--fixt").err.contains("did you mean \"--fixed\""));
    assertTrue(run("lst").err.contains("did you mean \"list\""));
    assertTrue(run("soke").err.contains("did you mean \"soak\""));
  }

  @Test
  void listNamesEveryScenario() {
    Printed printed = run("list");
    assertEquals(0, printed.code);
    for (String id : Catalog.ids()) {
      assertTrue(printed.out.contains(id + " "), printed.out);
    }
  }

  @Test
  void runAllTakesEveryScenario() {
    Printed printed = run("run", "all", "--fixed", "--device", "memory");
    assertEquals(0, printed.code, printed.out + printed.err);
    int runs = Catalog.ids().size();
    assertTrue(printed.out.contains(runs + " of " + runs + " as expected"), printed.out);
    assertFalse(printed.out.contains("NOT"), printed.out);
  }

  @Test
  void aListOfScenariosRunsThoseInTheirOrder() {
    Printed printed = run("run", "U1,B5,D7", "--benign", "--device", "memory");
    assertEquals(0, printed.code, printed.out + printed.err);
    assertEquals(
        List.of("U1", "B5", "D7", "3"),
        printed.out.lines().skip(1).map(row -> row.split(" ")[0]).toList(), printed.out);
  }

  private static Printed run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = CommandLine.run(words, print(out), print(err));
    return new Printed(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream into) {
    return new PrintStream(into, true, StandardCharsets.UTF_8);
  }

  private record Printed(int code, String out, String err) {}
}
