package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.baseline.Baseline;
import dev.jlockdep.agent.baseline.BaselineEntry;
import dev.jlockdep.agent.baseline.Judgement;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.FindingRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Accepts findings, with a reason. */
@Command(
    name = "baseline",
    mixinStandardHelpOptions = true,
    description = "Accept findings of dumps with a reason, in a sorted text file.",
    footer = {
      "Without --id all failing findings that are not accepted yet. Never creates or changes the",
      "file where the environment variable CI is set: a baseline is decided on, not produced."
    })
final class BaselineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DumpArguments arguments;
  @Mixin private BaselineOption baselineOption;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "a finding to accept (repeatable)")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--reason", paramLabel = "TEXT", description = "why it is accepted")
  private String reason = "";

  @Option(names = "--until", paramLabel = "DATE", description = "last day, year-month-day")
  private LocalDate until;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "who accepts it (default: the user)")
  private String by;

  @Option(names = "--prune", description = "take out entries that no finding needs any more")
  private boolean prune;

  @Option(names = "--ci", hidden = true, defaultValue = "${env:CI:-}")
  private String ci;

  @Override
  public Integer call() throws IOException {
    Path file = baselineOption.file();
    if (!ci.isBlank() && !ci.equalsIgnoreCase("false")) {
      throw wrong("CI is set: " + file + " is not written here; run the command where you work and"
          + " commit the file");
    }
    arguments.missing();
    DumpSet dumps = arguments.read();
    DumpArguments.complain(dumps, spec.commandLine().getErr());
    if (dumps.dumps().isEmpty()) {
      spec.commandLine().getErr().println(DumpArguments.NONE);
      return CheckCommand.NOTHING_PROVEN;
    }
    Baseline baseline = Files.exists(file) ? Baseline.read(file) : new Baseline();
    List<FindingRecord> all = new ArrayList<>();
    dumps.findings().forEach(merged -> all.add(merged.finding()));
    List<FindingRecord> chosen = prune && ids.isEmpty() && reason.isBlank()
        ? List.of() : chosen(all, baseline);
    if (!chosen.isEmpty() && reason.isBlank()) {
      throw wrong(chosen.size() + " findings to accept, and no reason: say why with --reason TEXT");
    }
    write(baseline, chosen, all, file);
    return CheckCommand.CLEAN;
  }

  private void write(
      Baseline baseline, List<FindingRecord> chosen, List<FindingRecord> all, Path file)
      throws IOException {
    for (FindingRecord finding : chosen) {
      baseline.accept(BaselineEntry.of(finding, LocalDate.now(), by, until, reason.strip()));
    }
    List<BaselineEntry> stale = baseline.stale(all);
    if (prune) {
      baseline.remove(stale);
    }
    OutputFile.write(file, baseline.text());
    PrintWriter out = spec.commandLine().getOut();
    chosen.forEach(
        finding -> out.println("accepted " + finding.fingerprint() + " " + finding.cycle()));
    for (BaselineEntry entry : stale) {
      out.println((prune ? "pruned " : "stale ") + entry.id() + " " + entry.reason());
    }
    out.println("jlockdep: " + baseline.entries().size() + " accepted findings in " + file);
  }

  private List<FindingRecord> chosen(List<FindingRecord> all, Baseline baseline) {
    List<FindingRecord> chosen = new ArrayList<>();
    for (FindingRecord finding : all) {
      Judgement judgement = baseline.judge(finding, LocalDate.now());
      boolean wanted = ids.isEmpty()
          ? finding.failing() && !judgement.accepted() : ids.contains(finding.fingerprint());
      if (wanted) {
        chosen.add(finding);
      }
    }
    for (String id : ids) {
      if (chosen.stream().noneMatch(finding -> finding.fingerprint().equals(id))) {
        List<String> known = new ArrayList<>();
        all.forEach(finding -> known.add(finding.fingerprint()));
        throw wrong("no finding " + id + " in these dumps; there are: " + String.join(", ", known));
      }
    }
    return chosen;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
