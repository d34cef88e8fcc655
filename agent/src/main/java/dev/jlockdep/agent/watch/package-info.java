/**
 * Finds threads that are really stuck on each other and reports them as {@code DEADLOCK} findings
 * of level {@code ACTUAL}.
 *
 * <p>Every untimed wait is written down as a {@link dev.jlockdep.agent.watch.Request} with what has
 * to happen before it can end; what can still happen is then reduced away ({@link
 * dev.jlockdep.agent.watch.StuckThreads}). A thread that runs, sleeps or waits with a timeout is
 * taken to be able to do anything it owes, so only threads that nothing can wake are left.
 */
package dev.jlockdep.agent.watch;
