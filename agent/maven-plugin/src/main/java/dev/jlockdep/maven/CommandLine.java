package dev.jlockdep.maven;

import dev.jlockdep.agent.AgentOptions;
import dev.jlockdep.agent.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The agent's command line, called in this JVM. */
final class CommandLine {
  static final int CLEAN = 0;
  static final int FINDINGS = 1;
  static final int NOTHING_PROVEN = 3;

  private final int status;
  private final List<String> out;
  private final List<String> err;

  private CommandLine(int status, List<String> out, List<String> err) {
    this.status = status;
    this.out = out;
    this.err = err;
  }

  /** Runs a command to its end. */
  static CommandLine run(List<String> arguments) {
    // so that commands to paste are goals of this plugin
    System.setProperty(AgentOptions.BUILD_PROPERTY, "maven");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new CommandLine(
        status, out.toString().lines().toList(), err.toString().lines().toList());
  }

  /** The jar that holds the agent and its command line. */
  static Path agentJar() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the agent jar has no path", e);
    }
  }

  int status() {
    return status;
  }

  /** The summary; of a command that could not run, why. */
  String lastLine() {
    List<String> lines = out.isEmpty() ? err : out;
    return lines.isEmpty() ? "jlockdep: exit code " + status : lines.get(lines.size() - 1);
  }

  /** What it says of the dumps. */
  List<String> out() {
    return out;
  }

  /** What is wrong with them or with the arguments. */
  List<String> err() {
    return err;
  }
}
