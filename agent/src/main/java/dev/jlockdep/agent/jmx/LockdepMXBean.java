package dev.jlockdep.agent.jmx;

import java.util.Map;

/** Management of a watched JVM: {@code dev.jlockdep:type=Lockdep}. */
public interface LockdepMXBean {
  /** Appends the graph and the lock statistics as they are now to the dump; names the file. */
  String dump();

  /** The dump file, or an empty string. */
  String getDumpFile();

  /** One line for each finding. */
  String[] getFindings();

  /** How many findings count as failures. */
  int getFailingCount();

  /** Sizes of the tables, and what did not fit. */
  Map<String, Long> getStats();

  /** All lock classes. */
  LockClassInfo[] getClasses();

  /**
   * Lock chains, longest first: the classes of locks held at once, outermost first, between arrows.
   *
   * @param most how many at most, from 1 on
   */
  String[] chains(int most);

  /** Waits and holds of each lock class; empty unless the option {@code lockStats} is set. */
  LockStatInfo[] getLockStats();

  /** Lock statistics begin anew. Findings and graph stay: the verdict is about the whole run. */
  void reset();
}
