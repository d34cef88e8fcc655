package dev.jlockdep.agent.report;

/** A class-level dependency as dumps carry it; {@code from} and {@code to} are class ids. */
public record GraphDependency(
    String id,
    String run,
    String from,
    String fromMode,
    String to,
    String toMode,
    long count,
    boolean timedOnly,
    String heldPosition,
    String requestPosition,
    String thread) {}
