package dev.jlockdep.agent.baseline;

import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.Stderr;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.function.Function;

/** The baseline as a watched JVM uses it: what it says of a finding, empty where it fails. */
public final class KnownFindings implements Function<FindingRecord, String> {
  private final Baseline baseline;
  private final LocalDate today = LocalDate.now();

  private KnownFindings(Baseline baseline) {
    this.baseline = baseline;
  }

  /** Those of the file; of a file that cannot be read, none. */
  public static KnownFindings read(Path file) {
    try {
      return new KnownFindings(Baseline.read(file));
    } catch (IOException e) {
      Stderr.line("jlockdep: baseline: " + e.getMessage() + "; nothing is accepted in this run");
      return new KnownFindings(new Baseline());
    }
  }

  @Override
  public String apply(FindingRecord finding) {
    Judgement judgement = baseline.judge(finding, today);
    return judgement.accepted() ? judgement.text(finding.level()) : "";
  }
}
