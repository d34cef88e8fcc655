package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.report.Dump;
import dev.jlockdep.agent.report.DumpSet;
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
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR|FILE",
      description = "dump files, or folders searched for jlockdep-*.jsonl")
  private List<Path> paths;

  /** Reads them; a path that does not exist holds no dump, see {@link #missing}. */
  DumpSet read() throws IOException {
    List<Path> there = new ArrayList<>(paths);
    there.removeIf(path -> !Files.exists(path));
    return DumpSet.read(there);
  }

  /** Names the paths that do not exist; returns how many they are. */
  int missing() {
    int missing = 0;
    for (Path path : paths) {
      if (!Files.exists(path)) {
        spec.commandLine().getErr().println("jlockdep: no such file or folder: " + path);
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
