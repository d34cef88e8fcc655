package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.cli.Words.Format;
import dev.jlockdep.agent.report.DotWriter;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.DumpSet.MergedFinding;
import dev.jlockdep.agent.report.JsonReport;
import dev.jlockdep.agent.report.Splat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the findings of dumps. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Print the findings: text as the agent prints them, JSON, or DOT.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DumpArguments arguments;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Words.FormatConverter.class,
      description = "text (default), dot or json")
  private Format format = Format.TEXT;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "frames shown of each stack (default: ${DEFAULT-VALUE})")
  private int frames = Splat.MAX_FRAMES;

  @Override
  public Integer call() throws IOException {
    arguments.missing();
    DumpSet dumps = arguments.read();
    int notValidated = DumpArguments.complain(dumps, spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      out.println(JsonReport.of(dumps));
    } else {
      print(dumps, out);
    }
    return dumps.dumps().isEmpty() || notValidated == dumps.dumps().size()
        ? CheckCommand.NOTHING_PROVEN
        : CheckCommand.CLEAN;
  }

  private void print(DumpSet dumps, PrintWriter out) {
    for (MergedFinding merged : dumps.findings()) {
      out.print(
          format == Format.DOT
              ? DotWriter.finding(merged.finding())
              : Splat.of(merged.finding(), merged.run(), frames) + "\n");
    }
    if (format == Format.TEXT && dumps.findings().isEmpty()) {
      out.println("no findings");
    }
    out.flush();
  }
}
