package dev.jlockdep.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a watched JVM for its graph. */
@Command(
    name = "dump",
    mixinStandardHelpOptions = true,
    description = "Make a running, watched JVM write its lock graph to its dump file.")
final class DumpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PID", description = "process id of the JVM")
  private long pid;

  @Override
  public Integer call() throws Exception {
    try {
      spec.commandLine().getOut().println(WatchedJvm.dump(pid));
      return CheckCommand.CLEAN;
    } catch (WatchedJvm.UnavailableException e) {
      spec.commandLine().getErr().println("jlockdep: " + e.getMessage());
    } catch (LinkageError e) {
      spec.commandLine().getErr().println("jlockdep: dump needs a JDK with the module jdk.attach");
    }
    return CheckCommand.NOTHING_PROVEN;
  }
}
