package dev.jlockdep.fs.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Steps per second of workloads without and with the agent, in turn, each in a JVM of its own with the
 * options of this one.
 */
final class Throughput {
  private static final int ROUNDS = 3;
  private static final Pattern RATE = Pattern.compile("^W\\d+ .* steps +(\\d+) /s$");

  private final SoakOptions options;
  private final PrintStream out;

  Throughput(SoakOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** False when there is no agent to compare with. */
  boolean run() throws IOException, InterruptedException {
    List<String> arguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> bare =
        arguments.stream().filter(argument -> !argument.startsWith("-javaagent:")).toList();
    if (bare.size() == arguments.size()) {
      out.println("no agent: start with -javaagent:jlockdep.jar");
      return false;
    }
    long[] without = new long[ROUNDS];
    long[] with = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      without[i] = stepsPerSecond(bare);
      with[i] = stepsPerSecond(arguments);
      out.printf("round %d: without %d /s, with %d /s%n", i + 1, without[i], with[i]);
    }
    out.printf(
        "%s: with the agent %.2f of the steps without it (medians %d and %d /s)%n",
        String.join("+", options.workloads()), (double) median(with) / median(without),
        median(with), median(without));
    return true;
  }

  private static long median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private long stepsPerSecond(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.jlockdep.fs.Main"));
    command.addAll(List.of("soak", String.join(",", options.workloads())));
    command.addAll(List.of("--seconds", String.valueOf(options.millis() / 1000.0)));
    command.addAll(List.of("--seed", String.valueOf(options.seed())));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    child.getOutputStream().close();
    long steps = 0;
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), Charset.defaultCharset()))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
        Matcher rate = RATE.matcher(line);
        steps += rate.find() ? Long.parseLong(rate.group(1)) : 0;
      }
    }
    if (child.waitFor() != 0) {
      throw new IOException("a run failed:\n" + String.join("\n", lines));
    }
    return steps;
  }
}
