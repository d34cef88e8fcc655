package dev.jlockdep.fs;

import dev.jlockdep.fs.scenario.CommandLine;
import dev.jlockdep.fs.workload.SoakCommand;
import java.util.List;

/** {@code java -jar sample-fs.jar list | run ID [options] | run all | soak | throughput}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    List<String> words = List.of(args);
    String locks = System.getProperty("samplefs.locks", "jdk");
    if (!locks.equals("jdk")) {
      System.err.println("sample-fs: -Dsamplefs.locks=" + locks + ", known: jdk");
      System.exit(CommandLine.USAGE);
    }
    int status =
        SoakCommand.isFor(words)
            ? SoakCommand.run(words, System.out, System.err)
            : CommandLine.run(args, System.out, System.err);
    System.exit(status);
  }
}
