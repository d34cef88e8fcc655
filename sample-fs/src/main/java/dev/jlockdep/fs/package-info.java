/**
 * A small user-space filesystem with real locks, real completion threads and real data, whose bugs
 * can be switched on. It knows jlockdep only by its public API, and runs without the agent.
 *
 * <p>Imports {@code dev.jlockdep} and {@code dev.jlockdep.api}; must not import the agent or any
 * internal package. The scenarios live in {@code dev.jlockdep.fs.scenario}, above this package.
 */
package dev.jlockdep.fs;
