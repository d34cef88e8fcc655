package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.agent.baseline.Baseline;
import dev.jlockdep.agent.baseline.BaselineEntry;
import dev.jlockdep.agent.baseline.Judgement;
import dev.jlockdep.agent.formats.FindingCard;
import dev.jlockdep.agent.formats.Report;
import dev.jlockdep.agent.formats.Sources;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.Splat;
import dev.jlockdep.agent.report.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The gate of a build: judges dumps, so no rerun and no swallowed error gets past it. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Exit 0 when the dumps are clean, 1 on failing findings.",
    footer = {
      "Exit 3: no dump is there, one cannot be read or has corrupt lines, a self-test failed, or",
      "no type was woven. Findings in the dumps that can be read are reported all the same."
    })
final class CheckCommand implements Callable<Integer> {
  static final int CLEAN = 0;
  static final int FINDINGS = 1;
  static final int NOTHING_PROVEN = 3;

  @Spec private CommandSpec spec;
  @Mixin private DumpArguments arguments;

  @Option(
      names = "--fail-on",
      paramLabel = "LEVEL",
      converter = Words.FailOnConverter.class,
      description = "possible, likely, actual or none; default: as the run was configured")
  private FailOn failOn;

  @Mixin private BaselineOption baseline;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DumpSet dumps = arguments.read();
    int notValidated = arguments.missing();
    notValidated += DumpArguments.complain(dumps, spec.commandLine().getErr());
    Baseline accepted = baseline.read();
    Report report =
        new Report(dumps, accepted, failOn, LocalDate.now(), Sources.of(dumps));
    report.cards().forEach(card -> print(card, out));
    if (accepted != null) {
      printBaseline(report, spec.commandLine().getErr());
    }
    out.println(summary(report, accepted != null, notValidated));
    if (report.failing() > 0) {
      return FINDINGS;
    }
    return dumps.dumps().isEmpty() || notValidated > 0 ? NOTHING_PROVEN : CLEAN;
  }

  private static void print(FindingCard card, PrintWriter out) {
    FindingRecord finding = card.finding();
    Judgement judgement = card.judgement();
    String word = card.failing() ? "FAIL " : judgement.accepted() ? "ok   " : "note ";
    out.println(word + Splat.oneLine(finding));
    finding.positions().forEach(position -> out.println("       at " + position));
    out.println("       in " + where(card));
    if (judgement.entry() != null) {
      out.println("       " + judgement.text(finding.level()));
    }
    if (card.failing()) {
      card.help().forEach(help -> out.println("       help: " + help));
      out.println("       accept: " + card.accept());
    }
  }

  private static void printBaseline(Report report, PrintWriter err) {
    for (BaselineEntry entry : report.stale()) {
      err.println("jlockdep: stale in the baseline: " + entry.id() + " (" + entry.reason()
          + "); baseline --prune takes it out");
    }
    for (String notice : report.baseline().notices()) {
      err.println("jlockdep: baseline: " + notice);
    }
  }

  private static String where(FindingCard card) {
    String test = card.finding().test();
    int more = card.runs() - 1;
    return card.run().name()
        + (test.isEmpty() ? "" : ", test " + test)
        + (more == 0 ? "" : ", and " + more + " more");
  }

  private static String summary(Report report, boolean withBaseline, int notValidated) {
    DumpSet dumps = report.dumps();
    if (dumps.dumps().isEmpty()) {
      return DumpArguments.NONE;
    }
    List<FindingRecord> findings = new ArrayList<>();
    report.cards().forEach(card -> findings.add(card.finding()));
    int runs = report.runs();
    String verdict =
        report.failing() > 0 ? "FAILED" : notValidated > 0 ? "NOT VALIDATED" : "clean";
    return "jlockdep: "
        + verdict
        + ": "
        + Summary.findings(findings, report.failing())
        + (withBaseline
            ? " | " + report.accepted() + " accepted, " + report.stale().size() + " stale" : "")
        + " | "
        + dumps.classNames().size()
        + " classes, "
        + dumps.dependencies().size()
        + " dependencies | "
        + runs
        + (runs == 1 ? " run" : " runs");
  }
}
