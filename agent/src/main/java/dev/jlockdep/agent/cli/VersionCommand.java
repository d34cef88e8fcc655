package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.report.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the version. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The version line, also behind {@code --version}. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"jlockdep " + RunRecord.agentVersion() + ", JDK " + Runtime.version()};
    }
  }

  @Override
  public void run() {
    spec.commandLine().getOut().println(new Provider().getVersion()[0]);
  }
}
