package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.Nearest;
import dev.jlockdep.agent.report.RunRecord;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code java -jar jlockdep.jar}. Uses no type of the runtime. */
@Command(
    name = "jlockdep",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    description = "Possible deadlocks of Java programs, from runs in which nothing hung.",
    synopsisHeading = "Usage: java -jar ",
    customSynopsis = "jlockdep.jar COMMAND ...",
    subcommands = {
      CheckCommand.class,
      ReportCommand.class,
      BaselineCommand.class,
      MergeCommand.class,
      DiffCommand.class,
      DotCommand.class,
      DumpCommand.class,
      AttachCommand.class,
      DoctorCommand.class,
      ExplainCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "To watch a program: java -javaagent:jlockdep.jar=output=DIR ...",
      "Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 no dump that proves anything."
    })
public final class Main implements Runnable {
  /** Wrong usage. */
  static final int USAGE = 2;

  @Spec private CommandSpec spec;

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /**
   * Runs the command line for another program, which goes on afterwards.
   *
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, List<String> args) {
    return commandLine().setOut(out).setErr(err).execute(args.toArray(new String[0]));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed);
  }

  /** No command: the version and the help. */
  @Override
  public void run() {
    spec.commandLine().getOut().println("jlockdep " + RunRecord.agentVersion());
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("jlockdep: " + e.getMessage() + nearest(e));
    command.getErr().println("See: java -jar jlockdep.jar help");
    return USAGE;
  }

  private static String nearest(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    List<String> words = new ArrayList<>(e.getCommandLine().getSubcommands().keySet());
    words.addAll(e.getCommandLine().getCommandSpec().optionsMap().keySet());
    return "; nearest is " + Nearest.to(unmatched.getUnmatched().get(0), words);
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    command.getErr().println("jlockdep: " + command.getCommandName() + ": " + message);
    return USAGE;
  }
}
