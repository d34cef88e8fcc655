package dev.jlockdep.fs.workload;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * {@code soak [WORKLOADS] [OPTIONS]} and {@code throughput}, the same in turn with and without the
 * agent. Exit codes: 0 as expected, 1 not as expected, 2 usage. An agent
 * that made a finding turns them into its own.
 */
public final class SoakCommand {
  public static final String HELP =
      """
        soak [W2,W5,... | all] [OPTIONS]   random load on the correct filesystem
        throughput [W2,...] [OPTIONS]      the same three times without and with the agent
      options:
        --minutes N, --seconds N   how long (10 seconds)
        --seed N               of the random numbers
        --golden FILE          the dependencies that are reviewed (those in the jar)
        --write-golden FILE    write the dependencies, reviewed and seen, instead of judging them""";

  private SoakCommand() {}

  /** Whether a command line is one of these commands. */
  public static boolean isFor(List<String> words) {
    return !words.isEmpty() && (words.get(0).equals("soak") || words.get(0).equals("throughput"));
  }

  /** Runs and gives the exit code. */
  public static int run(List<String> words, PrintStream out, PrintStream err) {
    try {
      SoakOptions options = SoakOptions.parse(words.subList(1, words.size()));
      boolean done =
          words.get(0).equals("soak")
              ? new Soak(options, out).run()
              : new Throughput(options, out).run();
      return done ? 0 : 1;
    } catch (IllegalArgumentException e) {
      err.println("sample-fs: " + e.getMessage());
      err.println("usage:\n" + HELP);
      return 2;
    } catch (IOException e) {
      err.println("sample-fs: " + e);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("sample-fs: interrupted");
      return 1;
    }
  }
}
