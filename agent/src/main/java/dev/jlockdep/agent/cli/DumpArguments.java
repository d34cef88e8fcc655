package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.report.Dump;
import dev.jlockdep.agent.report.DumpLines;
import dev.jlockdep.agent.report.DumpSet;
import dev.jlockdep.agent.report.Progress;
import dev.jlockdep.agent.report.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The dumps that a command is about, and what is wrong with them. */
final class DumpArguments {
  /** Said where none of the arguments holds a dump. */
  static final String NONE =
      "jlockdep: no dump found: was the program started with -javaagent:jlockdep.jar, and is this its"
          + " output folder?";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR|FILE",
      description = {
        "dump files (also .gz), folders searched for jlockdep-*.jsonl, patterns in quotes,",
        "- for standard input"
      })
  private List<Path> paths;

  private List<Path> expanded;

  /** Reads them; a path that does not exist holds no dump, see {@link #missing}. */
  DumpSet read() throws IOException {
    List<Path> there = new ArrayList<>(expanded());
    there.removeIf(path -> !exists(path));
    return DumpSet.read(there, progress(spec));
  }

  /** Goes to standard error, as all that is no result. */
  static Progress progress(CommandSpec spec) {
    return new Progress(spec.commandLine().getErr()::println);
  }

  /** The dump files, without reading them. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : expanded()) {
      if (exists(path)) {
        files.addAll(DumpSet.filesOf(path));
      }
    }
    return files;
  }

  private List<Path> expanded() {
    if (expanded == null) {
      expanded = new ArrayList<>();
      for (Path path : paths) {
        expanded.addAll(Globs.expand(path));
      }
    }
    return expanded;
  }

  private static boolean exists(Path path) {
    return path.equals(DumpLines.STDIN) || Files.exists(path);
  }

  /** Names the paths that do not exist; returns how many they are. */
  int missing() {
    int missing = 0;
    for (Path path : expanded()) {
      if (!exists(path)) {
        spec.commandLine().getErr().println("jlockdep: " + (Globs.isPattern(path)
            ? "nothing matches " : "no such file or folder: ") + path);
        missing++;
      }
    }
    return missing;
  }

  /** Says what is missing in the dumps; returns how many of them or of their runs prove nothing. */
  static int complain(DumpSet dumps, PrintWriter err) {
    int notValidated = 0;
    for (Dump dump : dumps.dumps()) {
      dump.corrupt().forEach(line -> err.println("jlockdep: corrupt line: " + line));
      if (dump.unreadable()) {
        err.println("jlockdep: not a dump, or an empty one: " + dump.file());
        notValidated++;
      } else {
        notValidated += dump.corrupt().isEmpty() ? 0 : 1;
        notValidated += complainOfRuns(dump, err);
      }
    }
    return notValidated;
  }

  private static int complainOfRuns(Dump dump, PrintWriter err) {
    int notValidated = 0;
    for (RunRecord run : dump.runs()) {
      if (!dump.ended(run)) {
        err.println(
            "jlockdep: killed, halted or still running: "
                + run.name()
                + ": findings up to then are counted; "
                + dump.file());
      }
      String reason = Dump.notValidated(run);
      if (!reason.isEmpty()) {
        err.println("jlockdep: not validated: " + run.name() + ": " + reason + "; " + dump.file());
        notValidated++;
      }
    }
    return notValidated;
  }
}
