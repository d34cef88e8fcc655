package dev.jlockdep.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts to watch a JVM that runs. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = "Start to watch a running JVM. What was locked before is not known.",
    footer = "JVMs of JDK 21 and later remark on it; -javaagent at the start is the better way.")
final class AttachCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PID", description = "process id of the JVM")
  private long pid;

  @Option(
      names = "--options",
      paramLabel = "KEY=VALUE,...",
      description = "options of the agent, as behind -javaagent:jlockdep.jar=")
  private String options = "";

  @Override
  public Integer call() throws Exception {
    try {
      String file = WatchedJvm.attach(pid, options);
      spec.commandLine().getOut().println("jlockdep: watching process " + pid + ", dump " + file);
      return CheckCommand.CLEAN;
    } catch (WatchedJvm.UnavailableException e) {
      spec.commandLine().getErr().println("jlockdep: " + e.getMessage());
    } catch (LinkageError e) {
      spec.commandLine().getErr().println("jlockdep: attach needs a JDK with the module jdk.attach");
    }
    return CheckCommand.NOTHING_PROVEN;
  }
}
