package dev.jlockdep.agent.report;

/** A place in the code that suppresses findings; a {@code count} of 0: nothing needs it. */
public record SuppressionRecord(String reason, String position, long count) {}
