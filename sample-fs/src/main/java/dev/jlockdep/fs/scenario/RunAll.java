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

/**
 * Runs every scenario in every mode, each in a JVM of its own started with the options (and so the
 * agent) of this one: what one run taught the graph must not colour the next.
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
    int runs = 0;
    int asExpected = 0;
    out.println(Verdict.HEADER);
    for (String id : Catalog.ids()) {
      for (Mode mode : modes()) {
        String row = row(id, mode);
        out.println(row);
        runs++;
        asExpected += row.endsWith(" " + Verdict.OK) && !row.endsWith("NOT " + Verdict.OK) ? 1 : 0;
      }
    }
    out.println(asExpected + " of " + runs + " as expected");
    return asExpected == runs ? CommandLine.AS_EXPECTED : CommandLine.NOT_AS_EXPECTED;
  }

  private List<Mode> modes() {
    return arguments.mode() == null ? List.of(Mode.values()) : List.of(arguments.mode());
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
