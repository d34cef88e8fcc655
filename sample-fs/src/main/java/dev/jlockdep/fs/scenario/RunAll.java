package dev.jlockdep.fs.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Runs scenarios in JVMs of their own, started with the options (and so the agent) of this one: a
 * faulty run has one for itself, because what it teaches the graph must not colour the next; the
 * correct ones share one, whose graph must bear them all. Faulty runs mostly wait, so there are more
 * of them at a time than processors. The rows come in the order of the catalog.
 */
final class RunAll {
  private static final int FOR_EACH_PROCESSOR = 2;

  private final Arguments arguments;
  private final PrintStream out;
  private final PrintStream err;

  /** One run; rows are told apart by it. */
  private record Run(String id, Mode mode) {}

  RunAll(Arguments arguments, PrintStream out, PrintStream err) {
    this.arguments = arguments;
    this.out = out;
    this.err = err;
  }

  int run() {
    ExecutorService jobs =
        Executors.newFixedThreadPool(
            FOR_EACH_PROCESSOR * Runtime.getRuntime().availableProcessors());
    Map<Run, Future<Map<Run, String>>> rows = start(jobs);
    jobs.shutdown();
    out.println(Verdict.HEADER);
    int asExpected = 0;
    for (Map.Entry<Run, Future<Map<Run, String>>> pending : rows.entrySet()) {
      String row = taken(pending.getKey(), pending.getValue());
      out.println(row);
      asExpected += row.endsWith(" " + Verdict.OK) && !row.endsWith("NOT " + Verdict.OK) ? 1 : 0;
    }
    out.println(asExpected + " of " + rows.size() + " as expected");
    return asExpected == rows.size() ? CommandLine.AS_EXPECTED : CommandLine.NOT_AS_EXPECTED;
  }

  private Map<Run, Future<Map<Run, String>>> start(ExecutorService jobs) {
    List<Run> runs = runs();
    List<Run> together =
        runs.stream()
            .filter(run -> run.mode == Mode.FIXED && Catalog.make(run.id).fixedTogether())
            .toList();
    Map<Run, Future<Map<Run, String>>> rows = new LinkedHashMap<>();
    Future<Map<Run, String>> shared =
        together.isEmpty() ? null : jobs.submit(() -> rows(together));
    for (Run run : runs) {
      rows.put(
          run, together.contains(run) ? shared : jobs.submit(() -> rows(List.of(run))));
    }
    return rows;
  }

  private List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (String id : arguments.targets()) {
      for (Mode mode : Catalog.make(id).modes()) {
        if (arguments.mode() == null || arguments.mode() == mode) {
          runs.add(new Run(id, mode));
        }
      }
    }
    return runs;
  }

  private static String taken(Run run, Future<Map<Run, String>> rows) {
    try {
      return rows.get().get(run);
    } catch (ExecutionException e) {
      return named(run) + "not run: " + e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return named(run) + "interrupted";
    }
  }

  private static String named(Run run) {
    return run.id + " " + run.mode.text() + ": ";
  }

  /** The rows of these runs, all of one mode, from one JVM. */
  private Map<Run, String> rows(List<Run> runs) {
    Map<Run, String> rows = new HashMap<>();
    String otherwise = "";
    try {
      Process child =
          new ProcessBuilder(command(runs))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      child.getOutputStream().close();
      read(child, runs, rows);
      otherwise = "no verdict, exit status " + child.waitFor();
    } catch (IOException e) {
      err.println("sample-fs: cannot start a JVM: " + e.getMessage());
      otherwise = "not run";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      otherwise = "interrupted";
    }
    for (Run run : runs) {
      rows.putIfAbsent(run, named(run) + otherwise);
    }
    return rows;
  }

  private static void read(Process child, List<Run> runs, Map<Run, String> rows)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), Charset.defaultCharset()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (Run run : runs) {
          if (line.startsWith(run.id + " ")) {
            rows.put(run, line);
          }
        }
      }
    }
  }

  private List<String> command(List<Run> runs) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.jlockdep.fs.Main");
    command.add("run");
    command.add(runs.stream().map(Run::id).collect(Collectors.joining(",")));
    command.add("--mode");
    command.add(runs.get(0).mode.text());
    command.add("--timeout");
    command.add(String.valueOf(arguments.options().hangMillis() / 1000.0));
    command.add("--device");
    command.add(arguments.options().inMemory() ? "memory" : "file");
    command.add("--row");
    return command;
  }
}
