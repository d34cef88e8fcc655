package dev.jlockdep.fs.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs every scenario in every mode, each in a JVM of its own started with the options (and so the
 * agent) of this one: what one run taught the graph must not colour the next. As many at a time as
 * there are processors; the rows come in the order of the catalog.
 */
final class RunAll {
  private final Arguments arguments;
  private final PrintStream out;
  private final PrintStream err;

  RunAll(Arguments arguments, PrintStream out, PrintStream err) {
    this.arguments = arguments;
    this.out = out;
    this.err = err;
  }

  int run() {
    ExecutorService jobs =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<String>> rows = new ArrayList<>();
    for (String id : Catalog.ids()) {
      for (Mode mode : modes(id)) {
        rows.add(jobs.submit(() -> row(id, mode)));
      }
    }
    jobs.shutdown();
    out.println(Verdict.HEADER);
    int asExpected = 0;
    for (Future<String> pending : rows) {
      String row = taken(pending);
      out.println(row);
      asExpected += row.endsWith(" " + Verdict.OK) && !row.endsWith("NOT " + Verdict.OK) ? 1 : 0;
    }
    out.println(asExpected + " of " + rows.size() + " as expected");
    return asExpected == rows.size() ? CommandLine.AS_EXPECTED : CommandLine.NOT_AS_EXPECTED;
  }

  private static String taken(Future<String> row) {
    try {
      return row.get();
    } catch (ExecutionException e) {
      return "not run: " + e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private List<Mode> modes(String id) {
    return Catalog.make(id).modes().stream()
        .filter(mode -> arguments.mode() == null || arguments.mode() == mode)
        .toList();
  }

  private String row(String id, Mode mode) {
    try {
      Process child =
          new ProcessBuilder(command(id, mode))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      child.getOutputStream().close();
      String row = lastRow(child, id);
      int status = child.waitFor();
      return row == null ? id + " " + mode.text() + ": no verdict, exit status " + status : row;
    } catch (IOException e) {
      err.println("sample-fs: cannot start a JVM: " + e.getMessage());
      return id + " " + mode.text() + ": not run";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return id + " " + mode.text() + ": interrupted";
    }
  }

  private static String lastRow(Process child, String id) throws IOException {
    String row = null;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), Charset.defaultCharset()))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        row = line.startsWith(id + " ") ? line : row;
      }
    }
    return row;
  }

  private List<String> command(String id, Mode mode) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.jlockdep.fs.Main");
    command.add("run");
    command.add(id);
    command.add("--mode");
    command.add(mode.text());
    command.add("--timeout");
    command.add(String.valueOf(arguments.options().hangMillis() / 1000.0));
    command.add("--device");
    command.add(arguments.options().inMemory() ? "memory" : "file");
    command.add("--row");
    return command;
  }
}
