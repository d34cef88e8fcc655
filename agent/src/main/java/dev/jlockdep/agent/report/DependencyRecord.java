package dev.jlockdep.agent.report;

import java.util.List;

/**
 * One witnessed dependency as reports print it; stacks are frames, innermost first.
 *
 * @param task the unit of work, or an empty string
 * @param test the test that ran, or an empty string
 */
public record DependencyRecord(
    LockRecord held,
    LockRecord requested,
    List<String> heldStack,
    List<String> requestStack,
    String thread,
    long threadId,
    String task,
    String test) {

  /** Where the held lock was taken. */
  public String heldPosition() {
    return position(held, heldStack);
  }

  /** Where the other lock was asked for. */
  public String requestPosition() {
    return position(requested, requestStack);
  }

  private static String position(LockRecord lock, List<String> stack) {
    if (lock.position().isEmpty() && !stack.isEmpty()) {
      return stack.get(0);
    }
    return lock.position();
  }
}
