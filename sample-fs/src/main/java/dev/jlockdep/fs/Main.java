package dev.jlockdep.fs;

import dev.jlockdep.fs.scenario.CommandLine;

/** {@code java -jar sample-fs.jar list | run ID [options] | run all}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(CommandLine.run(args, System.out, System.err));
  }
}
