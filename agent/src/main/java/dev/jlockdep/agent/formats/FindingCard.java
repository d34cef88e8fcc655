package dev.jlockdep.agent.formats;

import dev.jlockdep.agent.baseline.Judgement;
import dev.jlockdep.agent.report.Advice;
import dev.jlockdep.agent.report.DependencyRecord;
import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.Names;
import dev.jlockdep.agent.report.OrderCounts;
import dev.jlockdep.agent.report.RunRecord;
import dev.jlockdep.agent.report.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything the formats say of one finding, in reading order: what, where now, where the other
 * order came from, whether it can happen, what to do.
 */
public final class FindingCard {
  private final FindingRecord finding;
  private final RunRecord run;
  private final int runs;
  private final Judgement judgement;
  private final boolean failing;
  private final List<Side> sides = new ArrayList<>();
  private final Scenario scenario;
  private final List<String> help;
  /** For each side, where code whose source is here comes in; empty where none does. */
  private final List<String> own = new ArrayList<>();

  FindingCard(
      FindingRecord finding,
      RunRecord run,
      int runs,
      Judgement judgement,
      boolean failing,
      OrderCounts counts,
      Sources sources) {
    this.finding = finding;
    this.run = run;
    this.runs = runs;
    this.judgement = judgement;
    this.failing = failing;
    this.scenario = new Scenario(finding);
    this.help = Advice.of(finding, counts);
    List<DependencyRecord> dependencies = finding.dependencies();
    for (int i = 0; i < dependencies.size(); i++) {
      DependencyRecord dependency = dependencies.get(i);
      own.add(own(dependency, sources));
      long count =
          counts.count(dependency.held().lockClass(), dependency.requested().lockClass());
      boolean closed = i == 0 && !finding.kind().equals("DEADLOCK");
      sides.add(new Side(scenario.columns().get(i), dependency, count, closed));
    }
    addCallsOut(sources);
    addOwn(sources);
  }

  /** What the reader can do whose own code holds a lock and calls code of others that takes one. */
  private void addCallsOut(Sources sources) {
    List<DependencyRecord> dependencies = finding.dependencies();
    boolean locks = dependencies.size() > 1;
    for (DependencyRecord dependency : dependencies) {
      locks &= !dependency.held().isEvent() && !dependency.requested().isEvent();
    }
    for (int i = 0; locks && i < dependencies.size(); i++) {
      DependencyRecord dependency = dependencies.get(i);
      boolean ours = sources.file(dependency.heldPosition()) != null;
      if (ours && sources.file(dependency.requestPosition()) == null && !own.get(i).isEmpty()) {
        help.add(0, "let go of " + Names.brief(dependency.held().lockClass()) + " before "
            + Names.position(own.get(i)) + " calls what takes "
            + Names.brief(dependency.requested().lockClass()));
      }
    }
  }

  private static String own(DependencyRecord dependency, Sources sources) {
    // the position has its line where the frame of a synchronized method has none
    return Stream.concat(
            Stream.of(dependency.requestPosition()), dependency.requestStack().stream())
        .filter(frame -> sources.file(frame) != null)
        .findFirst()
        .orElse("");
  }

  /** Unless the positions are all in the reader's own code. */
  private void addOwn(Sources sources) {
    Set<String> frames = new LinkedHashSet<>();
    own.forEach(frame -> frames.add(Names.position(frame)));
    frames.remove("");
    boolean foreign = finding.dependencies().stream().anyMatch(
        dependency -> sources.file(dependency.heldPosition()) == null
            || sources.file(dependency.requestPosition()) == null);
    if (foreign && !frames.isEmpty()) {
      help.add("in your sources: " + String.join(", ", frames));
      if (finding.kind().equals("CYCLE")) {
        addLibraries(sources);
      }
    }
  }

  /** Where nobody but others takes the locks, their next release may be all that helps. */
  private void addLibraries(Sources sources) {
    Set<String> packages = new TreeSet<>();
    for (DependencyRecord dependency : finding.dependencies()) {
      for (String position : List.of(dependency.heldPosition(), dependency.requestPosition())) {
        if (sources.file(position) != null) {
          return;
        }
        packages.add(Names.packageOf(position));
      }
    }
    packages.remove("");
    if (!packages.isEmpty()) {
      help.add("all locks are taken in libraries (" + String.join(", ", packages)
          + "): unless your calls can be made apart, look for a release with another order");
    }
  }

  public FindingRecord finding() {
    return finding;
  }

  public RunRecord run() {
    return run;
  }

  /** In how many runs it was seen. */
  public int runs() {
    return runs;
  }

  public Judgement judgement() {
    return judgement;
  }

  /** Whether it fails the check, baseline considered. */
  public boolean failing() {
    return failing;
  }

  /** One for each task, the one that closed the circle first. */
  public List<Side> sides() {
    return sides;
  }

  /** The order of events in which it hangs; empty for kinds without an order. */
  public List<Scenario.Step> steps() {
    return scenario.steps();
  }

  /** What to do. */
  public List<String> help() {
    return help;
  }

  /** One line: {@code LD-0123abcd: possible circular ... (LIKELY)}. */
  public String title() {
    return finding.fingerprint() + ": " + finding.headline() + " (" + finding.level() + ")";
  }

  /** {@code error}, {@code warning} or {@code note}. */
  public String severity() {
    if (failing) {
      return "error";
    }
    return finding.level().equals("NOTE") || judgement.accepted() ? "note" : "warning";
  }

  /** Who closed it: {@code closed by thread auditor in test com.acme.BankTest#reports}. */
  public String closedBy() {
    String test = finding.test().isEmpty() ? "" : " in test " + finding.test();
    return (finding.dependencies().size() > 1 ? "closed by thread " : "found on thread ")
        + finding.thread()
        + test;
  }

  /** Where it was seen: {@code bank.Main, pid 12 and 3 more runs}. */
  public String seenIn() {
    int more = runs - 1;
    return run.name() + (more <= 0 ? "" : " and " + more + (more == 1 ? " more run" : " more runs"));
  }

  /**
   * The place to look at first: where the odd lock is asked for, or the top of the stack. Where that
   * is in code of others, where the reader's own comes in.
   */
  public String position() {
    List<String> positions = finding.positions();
    if (finding.dependencies().isEmpty()) {
      return positions.isEmpty() ? "" : positions.get(0);
    }
    Side rarest = rarest();
    String mine = own.get(sides.indexOf(rarest));
    for (String frame : own) {
      mine = mine.isEmpty() ? frame : mine;
    }
    return mine.isEmpty() ? rarest.dependency().requestPosition() : mine;
  }

  private Side rarest() {
    Side rarest = sides.get(0);
    for (Side side : sides) {
      if (side.count() > 0 && rarest.count() > 0 && side.count() < rarest.count()) {
        rarest = side;
      }
    }
    return rarest;
  }

  /** The command that accepts it. */
  public String accept() {
    return Advice.accept(finding, "");
  }

  /** The annotation that suppresses it, to paste on the method; empty where nothing can. */
  public String suppress() {
    if (finding.kind().equals("INCOMPLETE") || finding.kind().equals("DEADLOCK")
        || position().isEmpty()) {
      return "";
    }
    StackTraceElement at = Sources.frame(position());
    return "@SuppressLockdep(\"...\") // on " + at.getClassName() + "."
        + at.getMethodName();
  }
}
