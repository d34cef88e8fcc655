package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.report.Dump;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether the installation and the runs are sound. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Say what is there: the jars, and for each run whether the agent saw it.",
    footer = "Exit 0 when all is well, 3 when a run proves nothing or no dump is there.")
final class DoctorCommand implements Callable<Integer> {
  private static final String NESTED = "/META-INF/jlockdep/jlockdep-runtime.jar";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "DIR|FILE",
      description = "dumps (default: target/jlockdep and jlockdep-out, where they exist)")
  private List<Path> paths = new ArrayList<>();

  @Override
  public Integer call() throws IOException, URISyntaxException {
    PrintWriter out = spec.commandLine().getOut();
    boolean sound = installation(out);
    DumpSet dumps =
        DumpSet.read(
            existing(paths.isEmpty() ? defaults() : paths), DumpArguments.progress(spec));
    for (Dump dump : dumps.dumps()) {
      dump.runs().forEach(run -> print(dump, run, out));
    }
    sound &= DumpArguments.complain(dumps, out) == 0;
    if (dumps.dumps().isEmpty()) {
      out.println("no dump found");
      return CheckCommand.NOTHING_PROVEN;
    }
    return sound ? CheckCommand.CLEAN : CheckCommand.NOTHING_PROVEN;
  }

  private static List<Path> defaults() {
    return List.of(Path.of("target", "jlockdep"), Path.of("jlockdep-out"));
  }

  private static List<Path> existing(List<Path> paths) {
    List<Path> existing = new ArrayList<>(paths);
    existing.removeIf(path -> !Files.exists(path));
    return existing;
  }

  private static boolean installation(PrintWriter out)
      throws IOException, URISyntaxException {
    Path jar =
        Path.of(DoctorCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    boolean beside = false;
    for (String name : bootClassPath(jar)) {
      beside |= Files.exists(jar.resolveSibling(name));
    }
    boolean nested = DoctorCommand.class.getResource(NESTED) != null;
    out.println(new VersionCommand.Provider().getVersion()[0]);
    out.println("agent: " + jar);
    String besideText = beside ? "yes" : "no, the nested one serves";
    out.println("runtime beside it: " + besideText);
    out.println("runtime inside it: " + (nested ? "yes" : "NO: this jar is damaged"));
    return nested;
  }

  /** A number of methods where a line of a model file matched, else the reason why it did not. */
  private static void printModels(Map<?, ?> lines, PrintWriter out) {
    long matched = lines.values().stream().filter(Number.class::isInstance).count();
    out.println("  modelLines: " + matched + " of " + lines.size() + " matched");
    for (Map.Entry<?, ?> line : lines.entrySet()) {
      String said = line.getValue() instanceof Number n
          ? n + (n.longValue() == 1 ? " method" : " methods")
          : "NOT MATCHED: " + line.getValue();
      out.println("    " + line.getKey() + ": " + said);
    }
  }

  /** Names of the runtime's jar: its own, and the one it has in a Maven repository. */
  private static String[] bootClassPath(Path jar) throws IOException {
    if (Files.isDirectory(jar)) {
      return new String[0];
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      String names = file.getManifest().getMainAttributes().getValue("Boot-Class-Path");
      return names == null ? new String[0] : names.split(" ");
    }
  }

  private static void print(Dump dump, RunRecord run, PrintWriter out) {
    out.println(run.name() + ": " + dump.file());
    for (String key : List.of("jdk", "agent", "options", "command", "commit")) {
      if (!run.text(key).isEmpty()) {
        out.println("  " + key + ": " + run.text(key));
      }
    }
    for (Map.Entry<String, Object> counter : run.coverage().entrySet()) {
      if (counter.getValue() instanceof Map<?, ?> lines) {
        printModels(lines, out);
      } else {
        out.println("  " + counter.getKey() + ": " + counter.getValue());
      }
    }
    out.println("  ended: " + (dump.ended(run) ? "yes" : "no"));
  }
}
