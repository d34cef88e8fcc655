package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.agent.report.Dump;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.DumpSet.MergedFinding;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.Splat;
import dev.jlockdep.agent.report.Summary;
import java.io.IOException;
import java.io.PrintWriter;
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

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DumpSet dumps = arguments.read();
    int notValidated = arguments.missing();
    notValidated += DumpArguments.complain(dumps, spec.commandLine().getErr());
    int failing = printFindings(dumps, out);
    out.println(summary(dumps, failing, notValidated));
    if (failing > 0) {
      return FINDINGS;
    }
    return dumps.dumps().isEmpty() || notValidated > 0 ? NOTHING_PROVEN : CLEAN;
  }

  private int printFindings(DumpSet dumps, PrintWriter out) {
    int failing = 0;
    for (MergedFinding merged : dumps.findings()) {
      FindingRecord finding = merged.finding();
      boolean fails = fails(finding);
      failing += fails ? 1 : 0;
      out.println((fails ? "FAIL " : "note ") + Splat.oneLine(finding));
      finding.positions().forEach(position -> out.println("       at " + position));
      out.println("       in " + where(merged));
    }
    return failing;
  }

  private boolean fails(FindingRecord finding) {
    return failOn == null
        ? finding.failing()
        : failOn.fails(finding.level(), finding.allDeclared());
  }

  private static String where(MergedFinding merged) {
    String test = merged.finding().test();
    int more = merged.runs().size() - 1;
    return merged.run().name()
        + (test.isEmpty() ? "" : ", test " + test)
        + (more == 0 ? "" : ", and " + more + " more");
  }

  private static String summary(DumpSet dumps, int failing, int notValidated) {
    if (dumps.dumps().isEmpty()) {
      return "jlockdep: no dump found: was the program started with -javaagent:jlockdep.jar, and is"
          + " this its output folder?";
    }
    List<FindingRecord> findings = new ArrayList<>();
    int runs = 0;
    for (MergedFinding merged : dumps.findings()) {
      findings.add(merged.finding());
    }
    for (Dump dump : dumps.dumps()) {
      runs += dump.runCount();
    }
    String verdict = failing > 0 ? "FAILED" : notValidated > 0 ? "NOT VALIDATED" : "clean";
    return "jlockdep: "
        + verdict
        + ": "
        + Summary.findings(findings)
        + " | "
        + dumps.classNames().size()
        + " classes, "
        + dumps.dependencies().size()
        + " dependencies | "
        + runs
        + (runs == 1 ? " run" : " runs");
  }
}
