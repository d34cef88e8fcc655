package dev.jlockdep.tests.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures each benchmark bare and under the agent, turn about in forks of this JDK, and prints the
 * ratio: a figure that was not taken beside its baseline says nothing on a shared machine.
 */
public final class Compare {
  private static final String PACKAGE = Compare.class.getPackageName();
  private static final List<String> LOCKS =
      List.of(
          "MonitorBlocks",
          "MonitorMethods",
          "ReentrantLocks",
          "ReadLocks",
          "WriteLocks",
          "StampedReads",
          "StampedWrites",
          "Semaphores");
  private static final List<String> DEPTHS = List.of("depth1", "depth3", "depth6");
  /** Benchmarks without a depth. */
  private static final List<String> OTHERS =
      List.of(
          "Populations.few",
          "Populations.million",
          "Populations.young",
          "JdkTypes.vectorGet",
          "JdkTypes.hashtableGet",
          "JdkTypes.printStreamWrite",
          "JdkTypes.mapPut",
          "JdkTypes.arrayQueue",
          "JdkTypes.linkedQueue",
          "Declarations.counter",
          "Declarations.mightFault");
  private static final String ROW = "| %-25s | %s | %d | %7.1f | %7.1f | %.2f | %.1f | %.1f |";

  private final Settings settings;
  private final PrintStream out;
  private double worst;
  private boolean failed;

  private Compare(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 1 && args[0].equals("--help")) {
      System.out.println(Settings.HELP);
      return;
    }
    Settings settings;
    try {
      settings = Settings.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.err.println(Settings.HELP);
      System.exit(2);
      return;
    }
    System.exit(new Compare(settings, System.out).run());
  }

  private int run() throws IOException, InterruptedException {
    out.println("JDK " + System.getProperty("java.runtime.version") + ", "
        + Runtime.getRuntime().availableProcessors() + " processors; ns per operation, quiet 15 %");
    out.println();
    out.println("| locks | depth | threads | bare | agent | ratio | B bare | B agent |");
    out.println("|---|---|---|---|---|---|---|---|");
    for (int threads : settings.threads) {
      for (String locks : LOCKS) {
        for (String depth : DEPTHS) {
          row(locks + "." + depth, threads);
        }
      }
      for (String name : OTHERS) {
        row(name, threads);
      }
      for (String depth : DEPTHS) {
        peer(depth, threads);
      }
    }
    if (settings.startup > 0) {
      startup();
    }
    for (int i = 0; i < settings.growth; i++) {
      growth();
    }
    if (worst > settings.limit) {
      System.err.printf(Locale.ROOT, "benchmarks: ratio %.2f is above the limit%n", worst);
      return 1;
    }
    return failed ? 1 : 0;
  }

  private void row(String name, int threads) {
    if (wanted(name)) {
      row(name, name, name, List.of(settings.agentArgument()), threads);
    }
  }

  /** Guava's locks, without the agent, beside the bare ones: under "agent" stands the peer. */
  private void peer(String depth, int threads) {
    if (wanted("GuavaLocks." + depth)) {
      String peer = "GuavaLocks." + depth;
      row(peer, "ReentrantLocks." + depth, peer, List.of(), threads);
    }
  }

  private boolean wanted(String name) {
    return name.matches(".*(" + settings.only + ").*");
  }

  private void row(String title, String base, String name, List<String> arguments, int threads) {
    Cost bare = new Cost();
    Cost agent = new Cost();
    System.err.println(title + ", " + threads + " thread(s)");
    String[] words = title.split("\\.");
    String depth = words[1].startsWith("depth") ? words[1].substring("depth".length()) : "-";
    String row = depth.equals("-") ? title : words[0];
    try {
      for (int round = 0; round < settings.rounds; round++) {
        measure(PACKAGE + "." + base, threads, List.of(), bare);
        measure(PACKAGE + "." + name, threads, arguments, agent);
      }
    } catch (RunnerException e) {
      failed = true;
      out.println("| " + row + " | " + depth + " | " + threads + " | failed: " + reason(e));
      return;
    }
    double ratio = agent.quiet() / bare.quiet();
    worst = arguments.isEmpty() ? worst : Math.max(worst, ratio);
    out.println(
        String.format(
            Locale.ROOT,
            ROW,
            row,
            depth,
            threads,
            bare.quiet(),
            agent.quiet(),
            ratio,
            bare.bytes(),
            agent.bytes()));
  }

  private static String reason(Throwable failure) {
    Throwable reason = failure;
    while (reason.getCause() != null || reason.getSuppressed().length > 0) {
      reason = reason.getCause() != null ? reason.getCause() : reason.getSuppressed()[0];
    }
    return String.valueOf(reason.getMessage());
  }

  private void measure(String name, int threads, List<String> jvmArguments, Cost cost)
      throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("^" + name.replace(".", "\\.") + "$")
            .threads(threads)
            .forks(1)
            .warmupIterations(settings.warmup)
            .warmupTime(TimeValue.milliseconds(settings.millis))
            .measurementIterations(settings.samples)
            .measurementTime(TimeValue.milliseconds(settings.millis))
            .jvmArgsAppend(forkArguments(jvmArguments))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    for (RunResult result : results) {
      for (IterationResult iteration : iterations(result)) {
        cost.add(iteration.getPrimaryResult().getScore());
      }
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      if (allocated == null) {
        allocated = result.getSecondaryResults().get("·gc.alloc.rate.norm");
      }
      cost.bytes(allocated == null ? Double.NaN : allocated.getScore());
    }
  }

  /** JMH itself uses what JDK 24 and later warn about, once for each fork. */
  private String[] forkArguments(List<String> jvmArguments) {
    List<String> arguments = new ArrayList<>(jvmArguments);
    if (settings.virtual) {
      arguments.add("-Djmh.executor=VIRTUAL");
    }
    if (Runtime.version().feature() >= 24) {
      arguments.add("--sun-misc-unsafe-memory-access=allow");
    }
    return arguments.toArray(new String[0]);
  }

  private static List<IterationResult> iterations(RunResult result) {
    List<IterationResult> iterations = new ArrayList<>();
    result.getBenchmarkResults().forEach(fork -> iterations.addAll(fork.getIterationResults()));
    return iterations;
  }

  private void startup() throws IOException, InterruptedException {
    Cost bare = new Cost();
    Cost agent = new Cost();
    for (int round = 0; round < settings.startup; round++) {
      System.err.println("start-up, " + (round + 1) + " of " + settings.startup);
      bare.add(Startup.cpuSeconds(List.of()));
      agent.add(Startup.cpuSeconds(List.of(settings.agentArgument())));
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "start-up of a trivial main, CPU-s, median of %d times 5: bare %.3f, agent %.3f,"
            + " ratio %.2f, difference %.3f%n",
        settings.startup,
        bare.median(),
        agent.median(),
        agent.median() / bare.median(),
        agent.median() - bare.median());
  }

  private void growth() throws IOException, InterruptedException {
    System.err.println("new dependencies");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(settings.agentArgument());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Growth.class.getName());
    out.println();
    out.flush();
    Process child =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (child.waitFor() != 0) {
      throw new IOException("the program of new dependencies failed: " + child.exitValue());
    }
  }
}
