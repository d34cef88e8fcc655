package dev.jlockdep.fs.workload;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.ThreadSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Runs workloads together for a time, then looks at what is left: no finding, no lock held, every
 * block accounted for, no dependency that nobody has reviewed.
 */
final class Soak {
  /** No thread takes nearly this long for one step; one that does hangs. */
  private static final long STEP_SECONDS = 60;
  private static final int SHOWN_MAX = 20;

  private final SoakOptions options;
  private final PrintStream out;
  private final List<String> wrong = new ArrayList<>();

  Soak(SoakOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Whether all was as it must be. */
  boolean run() throws IOException, InterruptedException {
    out.println("seed " + options.seed() + " (replay with --seed)");
    Mounts mounts = new Mounts(options.seed());
    List<LoadThread> threads = start(mounts);
    for (LoadThread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(STEP_SECONDS) + options.millis());
      if (thread.isAlive()) {
        out.println(thread.getName() + " hangs: " + List.of(thread.getStackTrace()));
        return false; // and so would the unmount
      }
    }
    report(threads);
    String unaccounted = mounts.unmount();
    out.println("accounting: " + (unaccounted.isEmpty() ? "exact" : unaccounted));
    if (!unaccounted.isEmpty()) {
      wrong.add(unaccounted);
    }
    if (Lockdep.active()) {
      judge();
    } else {
      out.println("not watched (no agent)");
    }
    wrong.forEach(line -> out.println("WRONG: " + line));
    out.println(wrong.isEmpty() ? "as expected" : "NOT as expected");
    return wrong.isEmpty();
  }

  private List<LoadThread> start(Mounts mounts) {
    List<LoadThread> threads = new ArrayList<>();
    for (String id : options.workloads()) {
      Workload workload = Workloads.get(id);
      for (int i = 0; i < workload.threads(); i++) {
        threads.add(new LoadThread(workload, i, mounts, options));
      }
    }
    threads.forEach(Thread::start);
    return threads;
  }

  private void report(List<LoadThread> threads) {
    for (String id : options.workloads()) {
      Workload workload = Workloads.get(id);
      long steps = 0;
      for (LoadThread thread : threads) {
        if (thread.workload() == workload) {
          steps += thread.steps();
          if (thread.failure() != null) {
            wrong.add(thread.getName() + ": " + thread.failure());
          }
        }
      }
      out.printf(
          "%-4s %-48s %2d threads %9d steps %8d /s%n", id, workload.title(), workload.threads(),
          steps, steps * 1000 / Math.max(1, options.millis()));
    }
  }

  private void judge() throws IOException {
    List<Finding> findings =
        LockdepControl.findings().stream().filter(f -> f.level() != Level.NOTE).toList();
    findings.forEach(f -> wrong.add(f.kind() + " " + f.message()));
    out.println("findings: " + findings.size());
    int held = 0;
    for (ThreadSnapshot thread : LockdepControl.threads()) {
      held += thread.depth();
      if (thread.depth() > 0) {
        wrong.add(thread.thread().getName() + " holds " + thread.lockClass(0).name());
      }
    }
    out.println("held: " + held);
    compare(GoldenGraph.seen());
  }

  private void compare(SortedSet<String> seen) throws IOException {
    SortedSet<String> reviewed = GoldenGraph.reviewed(options.golden());
    SortedSet<String> fresh = new TreeSet<>(seen);
    fresh.removeAll(reviewed);
    SortedSet<String> missing = new TreeSet<>(reviewed);
    missing.removeAll(seen);
    out.println(
        "dependencies: " + seen.size() + " seen, " + fresh.size() + " of them not reviewed; "
            + missing.size() + " of " + reviewed.size() + " reviewed ones not seen");
    if (options.writeGolden() != null) {
      GoldenGraph.write(Path.of(options.writeGolden()), reviewed, seen);
      return;
    }
    fresh.stream()
        .limit(SHOWN_MAX)
        .forEach(line -> wrong.add("dependency that nobody has reviewed: " + line));
    missing.stream().limit(SHOWN_MAX).forEach(line -> out.println("not seen: " + line));
  }
}
