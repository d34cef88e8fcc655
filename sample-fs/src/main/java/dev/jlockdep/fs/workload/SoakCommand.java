package dev.jlockdep.fs.workload;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * {@code soak [WORKLOADS] [OPTIONS]}. Exit codes: 0 as expected, 1 not as expected, 2 usage. An agent
 * that made a finding turns them into its own.
 */
public final class SoakCommand {
  public static final String HELP =
      """
        soak [W2,W5,... | all] [OPTIONS]   random load on the correct filesystem
      options of soak:
        --minutes N, --seconds N   how long (10 seconds)
        --seed N               of the random numbers
        --write-golden FILE    write the dependencies, reviewed and seen, instead of judging them""";

  private SoakCommand() {}

  /** Runs and gives the exit code; words after {@code soak}. */
  public static int run(List<String> words, PrintStream out, PrintStream err) {
    try {
      return new Soak(SoakOptions.parse(words), out).run() ? 0 : 1;
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
