package dev.jlockdep.agent.report;

/** A lock class as dumps carry it; {@code lockType} is the type of its lock instances. */
public record ClassRecord(
    String id, String name, String kind, String lockType, boolean declared) {}
