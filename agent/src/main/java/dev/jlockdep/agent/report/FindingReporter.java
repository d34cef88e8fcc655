package dev.jlockdep.agent.report;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings findings to people: the dump first, then standard error and the files beside the dump. The
 * splat is printed once for each fingerprint, when it first fails or is at least LIKELY; a weaker
 * finding gets one line that names the file with its splat, and so does one that comes again with
 * stronger evidence. Everything is written before {@link #found} returns. No colours are used.
 */
public final class FindingReporter implements FindingListener {
  private static final int WEAK_LINES_MAX = 5;
  private final DumpWriter dump;
  private final Consumer<String> out;
  private final Map<String, FindingRecord> reported = new LinkedHashMap<>();
  private final List<Consumer<FindingRecord>> watchers = new ArrayList<>();
  private Function<FindingRecord, String> accepted;
  private int weakLines;

  /** Prints to standard error. */
  public FindingReporter(DumpWriter dump) {
    this(dump, new StderrConsumer());
  }

  FindingReporter(DumpWriter dump, Consumer<String> out) {
    this.dump = dump;
    this.out = out;
  }

  /** Adds one who is told of every finding, on the finding's thread, after it is written. */
  public synchronized void watch(Consumer<FindingRecord> watcher) {
    watchers.add(watcher);
  }

  /**
   * Findings that are accepted fail nothing in this JVM and get one line. The dump has them as they
   * are.
   *
   * @param why says why a finding is accepted; empty where it is not
   */
  public synchronized void accept(Function<FindingRecord, String> why) {
    accepted = why;
  }

  private synchronized String accepted(FindingRecord finding) {
    return accepted == null ? "" : accepted.apply(finding);
  }

  /** Whether it counts as a failure here. */
  public boolean fails(FindingRecord finding) {
    return finding.failing() && accepted(finding).isEmpty();
  }

  /** The findings so far, one for each fingerprint at its highest level. */
  public synchronized List<FindingRecord> findings() {
    return new ArrayList<>(reported.values());
  }

  /** How many findings so far count as failures. */
  public synchronized int failing() {
    int failing = 0;
    for (FindingRecord finding : reported.values()) {
      failing += fails(finding) ? 1 : 0;
    }
    return failing;
  }

  /**
   * Prints a finding to nowhere, so that all types are loaded and initialised before the first real
   * one: that may come on a thread that holds the program's locks or is at the end of its stack.
   */
  public void warmUp() {
    LockRecord lock = new LockRecord("A", "monitor", "T", false, "T@1", "EXCLUSIVE", "T.m(T:1)", "");
    List<String> stack = List.of("T.m(T:1)");
    DependencyRecord dependency =
        new DependencyRecord(lock, lock, stack, stack, "thread", 1, "", "");
    FindingRecord finding =
        new FindingRecord(
            "CYCLE", "", "LIKELY", "", "", List.of("A"), List.of(dependency), List.of(lock), stack,
            "thread", 1, "", List.of(), false, 0);
    Splat.of(finding, dump.run());
    DotWriter.finding(finding);
    new DumpEncoder("").finding(finding);
    Stderr.print("");
  }

  /** The dump the findings go to. */
  public DumpWriter dump() {
    return dump;
  }

  @Override
  public void found(Finding finding) {
    found(Records.of(finding));
  }

  void found(FindingRecord finding) {
    FindingRecord before;
    List<Consumer<FindingRecord>> told;
    synchronized (this) {
      before = reported.get(finding.fingerprint());
      if (before != null && !stronger(finding, before)) {
        return;
      }
      reported.put(finding.fingerprint(), finding);
      told = new ArrayList<>(watchers);
    }
    dump.finding(finding);
    for (Consumer<FindingRecord> watcher : told) {
      watcher.accept(finding);
    }
    print(finding, before);
  }

  private void print(FindingRecord finding, FindingRecord before) {
    String splat = Splat.of(finding, dump.run());
    dump.beside(finding.fingerprint() + ".txt", splat);
    boolean whole = deservesSplat(finding) && (before == null || !deservesSplat(before));
    if (whole) {
      out.accept(splat);
    } else if (!finding.level().equals("NOTE") || dump.folder() == null) {
      printWeak(finding, before);
    }
    dump.beside(finding.fingerprint() + ".dot", DotWriter.finding(finding));
  }

  /**
   * Takes up findings that {@link #found} failed on when they were made, as on a thread at the end
   * of its stack.
   */
  public void catchUp() {
    for (Finding finding : LockdepControl.findings()) {
      found(finding);
    }
  }

  private static boolean stronger(FindingRecord finding, FindingRecord before) {
    return FailOn.rank(finding.level()) > FailOn.rank(before.level())
        || finding.failing() && !before.failing();
  }

  /** The first few that fail nothing get a line; a crowd of them would bury what matters. */
  private void printWeak(FindingRecord finding, FindingRecord before) {
    int line;
    synchronized (this) {
      line = ++weakLines;
    }
    if (line <= WEAK_LINES_MAX || finding.failing()) {
      out.accept(shortLine(before, finding));
    } else if (line == WEAK_LINES_MAX + 1) {
      out.accept("jlockdep: more findings that fail nothing are in " + dump.folder() + "\n");
    }
  }

  /** Without a folder there is no file to name, so everything is printed that is not accepted. */
  private boolean deservesSplat(FindingRecord finding) {
    if (!accepted(finding).isEmpty()) {
      return false;
    }
    boolean likely = FailOn.rank(finding.level()) >= FailOn.rank("LIKELY");
    return finding.failing() || likely || dump.folder() == null;
  }

  private String shortLine(FindingRecord before, FindingRecord finding) {
    String was = before == null ? "" : " [was " + before.level() + "]";
    String known = accepted(finding).isEmpty() ? "" : "; " + accepted(finding);
    Path folder = dump.folder();
    String file = folder == null ? "" : "; see " + folder.resolve(finding.fingerprint() + ".txt");
    return "jlockdep: " + Splat.oneLine(finding) + was + known + file + "\n";
  }

  private static final class StderrConsumer implements Consumer<String> {
    @Override
    public void accept(String text) {
      Stderr.print(text);
    }
  }
}
