package dev.jlockdep.agent.report;

import java.util.List;

/**
 * One guarded operation as dumps carry it: how often it ran, under which locks, from where.
 *
 * @param violations calls without the required guard
 */
public record AuditRecord(
    String operation,
    long calls,
    long violations,
    String required,
    String inferred,
    List<Held> held) {

  /** A set of locks that was held at some calls, and the call paths of these. */
  public record Held(List<String> locks, long count, List<List<String>> paths) {}
}
