package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.cli.Words.Format;
import dev.jlockdep.agent.formats.Annotations;
import dev.jlockdep.agent.formats.AuditText;
import dev.jlockdep.agent.formats.FindingCard;
import dev.jlockdep.agent.formats.GraphMlWriter;
import dev.jlockdep.agent.formats.HtmlReport;
import dev.jlockdep.agent.formats.JunitXml;
import dev.jlockdep.agent.formats.LockStatText;
import dev.jlockdep.agent.formats.MarkdownSummary;
import dev.jlockdep.agent.formats.MermaidWriter;
import dev.jlockdep.agent.formats.Report;
import dev.jlockdep.agent.formats.SarifWriter;
import dev.jlockdep.agent.formats.Sources;
import dev.jlockdep.agent.formats.TextReport;
import dev.jlockdep.agent.report.DotWriter;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.JsonReport;
import dev.jlockdep.agent.report.Splat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the findings of dumps, or writes them to a file. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Print the findings in one of many forms; html is one file to look around in.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DumpArguments arguments;
  @Mixin private BaselineOption baseline;
  @Mixin private OutputOptions output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Words.FormatConverter.class,
      description = {
        "text (default), splat, html, json, dot, mermaid, graphml, sarif, junit, markdown,",
        "annotations, lockstat (waits and holds, taken with the agent option lockStats)"
      })
  private Format format = Format.TEXT;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write to a file instead of printing")
  private Path file;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "frames shown of each stack (default: ${DEFAULT-VALUE})")
  private int frames = Splat.MAX_FRAMES;

  @Override
  public Integer call() throws IOException {
    arguments.missing();
    if (frames < 0) {
      throw new ParameterException(spec.commandLine(), "--frames must be 0 or more, not " + frames);
    }
    DumpSet dumps = arguments.read();
    if (dumps.dumps().isEmpty()) {
      spec.commandLine().getErr().println(DumpArguments.NONE);
    }
    int notValidated = DumpArguments.complain(dumps, spec.commandLine().getErr());
    Sources sources = output.sources(dumps);
    String text =
        text(new Report(dumps, baseline.read(), null, LocalDate.now(), sources), sources);
    if (file == null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    } else {
      OutputFile.write(file, text);
      spec.commandLine().getOut().println("jlockdep: written " + file);
    }
    return dumps.dumps().isEmpty() || notValidated == dumps.dumps().size()
        ? CheckCommand.NOTHING_PROVEN
        : CheckCommand.CLEAN;
  }

  private String text(Report report, Sources sources) {
    switch (format) {
      case SPLAT:
        return each(report, card -> Splat.of(card.finding(), card.run(), frames) + "\n");
      case HTML:
        return HtmlReport.of(report, sources);
      case JSON:
        return JsonReport.of(report.dumps()) + "\n";
      case DOT:
        return each(report, card -> DotWriter.finding(card.finding()));
      case MERMAID:
        return MermaidWriter.of(report);
      case GRAPHML:
        return GraphMlWriter.of(report);
      case SARIF:
        return SarifWriter.of(report, sources, output.base());
      case JUNIT:
        return JunitXml.of(report);
      case MARKDOWN:
        return MarkdownSummary.of(report);
      case LOCKSTAT:
        return LockStatText.of(report.dumps());
      case ANNOTATIONS:
        return Annotations.of(report, sources, output.base());
      default:
        return AuditText.of(report.dumps())
            + new TextReport(sources, output.style(), frames).of(report);
    }
  }

  private static String each(Report report, Function<FindingCard, String> form) {
    StringBuilder out = new StringBuilder();
    report.cards().forEach(card -> out.append(form.apply(card)));
    return out.toString();
  }
}
