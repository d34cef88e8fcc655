package dev.jlockdep.api;

/** What a finding is about. */
public enum FindingKind {
  /** A lock is asked for while it, or another lock of its class, is held in a way that can block. */
  RECURSION("possible recursive locking detected"),
  /** Two or more dependencies close a circle. */
  CYCLE("possible circular locking dependency detected"),
  /** A lock was released that was not held. */
  BAD_RELEASE("bad unlock balance detected!"),
  /** A lock was still held when its thread, task or test ended. */
  LEAK("lock still held at the end of its task"),
  /** Threads are blocked on each other now. */
  DEADLOCK("deadlock detected"),
  /** An operation ran in a context that forbids it. */
  CONTEXT("invalid wait context"),
  /** An operation ran without the lock it requires. */
  UNGUARDED("required lock not held"),
  /** A retry loop made no progress. */
  LIVELOCK("no progress detected"),
  /** A wait that misses its signal when that comes a moment earlier. */
  LOST_SIGNAL("possible lost signal detected"),
  /** A timed wait stands on a circle: slow, not stuck. */
  STALL("possible stall detected"),
  /** The run was not fully validated. */
  INCOMPLETE("validation incomplete");

  private final String headline;

  FindingKind(String headline) {
    this.headline = headline;
  }

  /** The headline of the splat, in lockdep's words where lockdep has them. */
  public String headline() {
    return headline;
  }
}
