package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.agent.baseline.Baseline;
import dev.jlockdep.agent.baseline.BaselineEntry;
import dev.jlockdep.agent.baseline.Judgement;
import dev.jlockdep.agent.report.Dump;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.DumpSet.MergedFinding;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.OrderCounts;
import dev.jlockdep.agent.report.RunRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The report model: dumps, judged. */
public final class Report {
  private final DumpSet dumps;
  private final Baseline baseline;
  private final List<FindingCard> cards = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final List<BaselineEntry> stale;

  /** As the other one, without sources. */
  public Report(DumpSet dumps, Baseline baseline, FailOn failOn, LocalDate today) {
    this(dumps, baseline, failOn, today, new Sources(List.of()));
  }

  /**
   * @param baseline or null
   * @param failOn the weakest level that fails, or null: as each run was configured
   * @param sources tell which code is the reader's own
   */
  public Report(
      DumpSet dumps, Baseline baseline, FailOn failOn, LocalDate today, Sources sources) {
    this.dumps = dumps;
    this.baseline = baseline == null ? new Baseline() : baseline;
    OrderCounts counts = dumps.orderCounts();
    List<FindingRecord> findings = new ArrayList<>();
    for (MergedFinding merged : dumps.findings()) {
      FindingRecord finding = merged.finding();
      findings.add(finding);
      Judgement judgement = this.baseline.judge(finding, today);
      boolean fails =
          failOn == null ? finding.failing() : failOn.fails(finding.level(), finding.allDeclared());
      cards.add(
          new FindingCard(
              finding, merged.run(), merged.runs().size(), judgement,
              fails && !judgement.accepted(), counts, sources));
    }
    cards.sort(
        Comparator.comparing((FindingCard card) -> !card.failing())
            .thenComparing(card -> -FailOn.rank(card.finding().level()))
            .thenComparing(card -> card.finding().fingerprint()));
    stale = this.baseline.stale(findings);
    notices.addAll(this.baseline.notices());
    dumps.dumps().forEach(this::judge);
  }

  private void judge(Dump dump) {
    for (String line : dump.corrupt()) {
      problems.add("corrupt line: " + line);
    }
    if (dump.unreadable()) {
      problems.add("not a dump, or an empty one: " + dump.file());
      return;
    }
    for (RunRecord run : dump.runs()) {
      if (!dump.ended(run)) {
        notices.add("killed, halted or still running: " + run.name()
            + ": findings up to then are counted; " + dump.file());
      }
      String reason = Dump.notValidated(run);
      if (!reason.isEmpty()) {
        problems.add("not validated: " + run.name() + ": " + reason + "; " + dump.file());
      }
    }
  }

  public DumpSet dumps() {
    return dumps;
  }

  /** Failing ones first, then by level. */
  public List<FindingCard> cards() {
    return cards;
  }

  /** What makes the verdict worthless. */
  public List<String> problems() {
    return problems;
  }

  /** What one should know, and what fails nothing. */
  public List<String> notices() {
    return notices;
  }

  /** Entries of the baseline that no finding needed. */
  public List<BaselineEntry> stale() {
    return stale;
  }

  public Baseline baseline() {
    return baseline;
  }

  /** How many findings fail. */
  public int failing() {
    return (int) cards.stream().filter(FindingCard::failing).count();
  }

  /** How many findings the baseline accepts. */
  public int accepted() {
    return (int) cards.stream().filter(card -> card.judgement().accepted()).count();
  }

  /** In a word: FAILED, NOT VALIDATED or clean. */
  public String verdict() {
    if (failing() > 0) {
      return "FAILED";
    }
    return dumps.dumps().isEmpty() || !problems.isEmpty() ? "NOT VALIDATED" : "clean";
  }

  /** How many JVMs were watched. */
  public int runs() {
    return dumps.dumps().stream().mapToInt(Dump::runCount).sum();
  }

  /** {@code 2 failing, 1 accepted, 0 stale | 412 classes, 1873 dependencies | 6 runs}. */
  public String counts() {
    return failing() + " failing, " + (cards.size() - failing() - accepted()) + " not failing, "
        + accepted() + " accepted, " + stale.size() + " stale | " + dumps.classNames().size()
        + " classes, " + dumps.dependencies().size() + " dependencies | " + runs()
        + (runs() == 1 ? " run" : " runs");
  }
}
