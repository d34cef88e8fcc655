package dev.jlockdep.tests.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a trivial program as a whole process, and asks the shell what CPU time it took. */
final class Startup {
  private static final Pattern MINUTES_SECONDS = Pattern.compile("(\\d+)m([\\d.]+)s");

  /** Runs in one shell: its clock has steps of 10 ms, which are spread over them. */
  private static final int RUNS = 5;

  private Startup() {}

  /** User and system seconds of one run, the mean of a few. */
  static double cpuSeconds(List<String> jvmArguments) throws IOException, InterruptedException {
    String script = "for i in $(seq " + RUNS + "); do \"$@\" 1>&2 || exit 1; done; times";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Trivial.class.getName());
    Process shell =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String last = "";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line; // the second of two lines is about the children
      }
    }
    if (shell.waitFor() != 0) {
      throw new IOException("the trivial program failed under " + jvmArguments);
    }
    return seconds(last) / RUNS;
  }

  private static double seconds(String times) {
    Matcher matcher = MINUTES_SECONDS.matcher(times);
    double sum = 0;
    while (matcher.find()) {
      sum += 60 * Double.parseDouble(matcher.group(1)) + Double.parseDouble(matcher.group(2));
    }
    return sum;
  }

  /** The program that does nothing. */
  static final class Trivial {
    private Trivial() {}

    public static void main(String[] args) {
      System.out.println("done");
    }
  }
}
