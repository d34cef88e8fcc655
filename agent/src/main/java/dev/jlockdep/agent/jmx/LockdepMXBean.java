package dev.jlockdep.agent.jmx;

/** Management of a watched JVM: {@code dev.jlockdep:type=Lockdep}. */
public interface LockdepMXBean {
  /** Appends the graph as it is now to the dump; returns a line that names the file. */
  String dump();

  /** The dump file, or an empty string. */
  String getDumpFile();

  /** One line for each finding. */
  String[] getFindings();

  /** How many findings count as failures. */
  int getFailingCount();
}
