package dev.jlockdep.fs.scenario;

import dev.jlockdep.LockdepControl;
import java.io.PrintStream;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The command line of the sample. Exit codes: 0 all as expected, 1 not as expected, 2 usage, 3 a
 * forced run hung or lost data as it should. An agent that made a finding turns them into its own.
 */
public final class CommandLine {
  static final int AS_EXPECTED = 0;
  static final int NOT_AS_EXPECTED = 1;
  public static final int USAGE = 2;
  static final int HARMED_AS_EXPECTED = 3;
  private static final String USAGE_LINE =
      "usage: java [-javaagent:jlockdep.jar] -jar sample-fs.jar"
          + " list | run ID | run all | soak | throughput | help";
  private static final String HELP =
      """
      usage: java [-javaagent:jlockdep.jar] -jar sample-fs.jar COMMAND
        list                     the scenarios: bugs of the Linux threads, each with what must be found
        run ID [OPTIONS]         one scenario, benign unless told
        run all [OPTIONS]        every scenario in every mode; also run ID,ID,... [OPTIONS]
        soak [W1,W2,... | all]   random load on the correct code; --minutes N, --seconds N, --seed N
        throughput [W1,W2,...]   the same load in turn without and with the agent
        help                     this
      options of run:
        --mode MODE            forced (really hangs or corrupts), benign (no harm), fixed (correct code)
        --forced --benign --fixed   the same, shorter
        --timeout SECONDS      how long a forced run must stand still to count as hung (2)
        --device file|memory   where the device keeps its bytes (file)
      exit codes: 0 as expected, 1 not as expected, 2 usage, 3 hung or corrupted as expected (forced);
        with the agent, 77 when it made a finding""";

  private CommandLine() {}

  /** Runs a command and gives its exit code. */
  public static int run(String[] words, PrintStream out, PrintStream err) {
    try {
      Arguments arguments = Arguments.parse(words);
      return switch (arguments.command()) {
        case "list" -> list(out);
        case "help" -> help(out);
        default -> run(arguments, out, err);
      };
    } catch (UsageException e) {
      err.println("sample-fs: " + e.getMessage());
      err.println(words.length == 0 ? HELP : USAGE_LINE);
      return USAGE;
    }
  }

  private static int help(PrintStream out) {
    out.println(HELP);
    return AS_EXPECTED;
  }

  private static int list(PrintStream out) {
    for (String id : Catalog.ids()) {
      Scenario scenario = Catalog.make(id);
      out.printf("%-4s %s%n", id, scenario.title());
      out.printf("     from %s; expected: %s%n", scenario.seed(), scenario.expected().text());
    }
    return AS_EXPECTED;
  }

  private static int run(Arguments arguments, PrintStream out, PrintStream err)
      throws UsageException {
    if (arguments.forks()) {
      return new RunAll(arguments, out, err).run();
    }
    int worst = AS_EXPECTED;
    for (String id : arguments.targets()) {
      worst = Math.max(worst, run(Catalog.make(id), arguments, out, err));
    }
    return worst;
  }

  private static int run(
      Scenario scenario, Arguments arguments, PrintStream out, PrintStream err)
      throws UsageException {
    Mode mode = mode(scenario, arguments.mode());
    int before = LockdepControl.findings().size();
    Outcome outcome = outcome(scenario, mode, arguments.options());
    Verdict verdict = new Verdict(scenario, mode, outcome, before);
    if (!arguments.rowOnly()) {
      out.println(Verdict.HEADER);
    }
    out.println(verdict.row());
    if (!arguments.rowOnly()) {
      out.println(verdict.detail());
    }
    if (!verdict.asExpected()) {
      err.println("sample-fs: " + scenario.id() + " " + mode.text() + ": " + verdict.detail());
      return NOT_AS_EXPECTED;
    }
    return verdict.harmed() ? HARMED_AS_EXPECTED : AS_EXPECTED;
  }

  /** The mode that was asked for, or benign where there is such a mode. */
  private static Mode mode(Scenario scenario, Mode asked) throws UsageException {
    Set<Mode> modes = scenario.modes();
    if (asked == null) {
      return modes.contains(Mode.BENIGN) ? Mode.BENIGN : Mode.FIXED;
    }
    if (!modes.contains(asked)) {
      throw new UsageException(
          scenario.id() + " has no mode " + asked.text() + ", known: "
              + modes.stream().map(Mode::text).collect(Collectors.joining(", ")));
    }
    return asked;
  }

  private static Outcome outcome(Scenario scenario, Mode mode, RunOptions options) {
    try {
      return scenario.run(mode, options);
    } catch (Exception e) {
      return new Outcome(Outcome.End.BROKEN, e.toString());
    }
  }
}
