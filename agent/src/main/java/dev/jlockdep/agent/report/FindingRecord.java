package dev.jlockdep.agent.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One finding, the model of every report format. It is made either from a live finding or from a
 * dump, and refers to no type of the runtime, so that the command line works without it.
 */
public record FindingRecord(
    String kind,
    String headline,
    String level,
    String fingerprint,
    String message,
    List<String> classes,
    List<DependencyRecord> dependencies,
    List<LockRecord> heldLocks,
    List<String> stack,
    String thread,
    long threadId,
    String test,
    List<String> evidence,
    boolean failing,
    long timeMillis) {
  /** How the runtime's evidence names a lock held beside the one on the circle. */
  private static final String ALSO_HELD = " also held ";


  /**
   * For each dependency, in cycle order, where the held lock was taken and where the next was asked
   * for; without dependencies the top of the stack.
   */
  public List<String> positions() {
    List<String> positions = new ArrayList<>();
    for (DependencyRecord dependency : dependencies) {
      positions.add(dependency.heldPosition());
      positions.add(dependency.requestPosition());
    }
    if (dependencies.isEmpty() && !stack.isEmpty()) {
      positions.add(stack.get(0));
    }
    for (String line : evidence) {
      // a lock held beside the one on the circle: class and position, after the pairs
      int also = line.indexOf(ALSO_HELD);
      if (also >= 0) {
        positions.add(line.substring(also + ALSO_HELD.length()));
      }
    }
    return positions;
  }

  /** The threads of the dependencies in cycle order; without dependencies the reporting thread. */
  public List<String> threads() {
    List<String> threads = new ArrayList<>();
    for (DependencyRecord dependency : dependencies) {
      threads.add(dependency.thread());
    }
    if (threads.isEmpty()) {
      threads.add(thread);
    }
    return threads;
  }

  /** The circle on one line, {@code A -> B -> A}, or the classes that are concerned. */
  public String cycle() {
    if (classes.isEmpty()) {
      return message;
    }
    if (dependencies.isEmpty()) {
      return String.join(", ", classes);
    }
    return String.join(" -> ", classes) + " -> " + classes.get(0);
  }

  /** Whether every lock class of the finding was declared through the API. */
  public boolean allDeclared() {
    List<LockRecord> locks = dependencies.isEmpty() ? heldLocks : cycleLocks();
    for (LockRecord lock : locks) {
      if (!lock.declared()) {
        return false;
      }
    }
    return !locks.isEmpty();
  }

  private List<LockRecord> cycleLocks() {
    List<LockRecord> locks = new ArrayList<>();
    for (DependencyRecord dependency : dependencies) {
      locks.add(dependency.held());
      locks.add(dependency.requested());
    }
    return locks;
  }
}
