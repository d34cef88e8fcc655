package dev.jlockdep.agent.report;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.AgentOptions;
import java.nio.file.Path;

/** Dumps on demand, for the JMX operation and for the command line's {@code dump PID}. */
public final class Dumps {
  private static volatile DumpWriter writer;

  private Dumps() {}

  /** Makes the dump of this JVM known, also to other processes, by a system property. */
  public static void install(DumpWriter dump) {
    writer = dump;
    Path file = dump.file();
    System.setProperty(AgentOptions.DUMP_FILE_PROPERTY, file == null ? "" : file.toString());
  }

  /**
   * Appends the graph as it is now to the dump of this JVM; for the agent's agentmain, whose
   * argument must be {@code dump}. Returns what happened in one line.
   */
  public static String onDemand(String args) {
    DumpWriter dump = writer;
    String said;
    if (!"dump".equals(args)) {
      said = "jlockdep: on a running JVM only the argument dump is understood, not " + args;
    } else if (dump == null) {
      said = "jlockdep: this JVM is not watched; start it with -javaagent:jlockdep.jar";
    } else {
      said = write(dump);
    }
    Stderr.line(said);
    return said;
  }

  private static String write(DumpWriter dump) {
    dump.graph(LockdepControl.graph());
    dump.lockStats(LockdepControl.lockStats());
    install(dump);
    Path file = dump.file();
    return file == null
        ? "jlockdep: no folder can be written, so there is no dump"
        : "jlockdep: dumped to " + file;
  }
}
