package dev.jlockdep.internal.graph;

import java.lang.ref.WeakReference;

/** One wait for an event by a task that holds locks. Immutable. */
public final class Wait {
  public final Task task;
  public final int segment;
  public final Event event;
  public final LockClass eventClass;
  public final Holds holds;
  /** Stacks of the holds, beside {@link #holds}. */
  public final StackTraceElement[][] heldStacks;
  public final StackTraceElement[] stack;
  /** What the task knew of others when it began to wait, see {@link Seen}. */
  private final Seen seen;
  /** {@code System.nanoTime} of its begin. */
  public final long at = System.nanoTime();
  private final WeakReference<Thread> thread;

  public Wait(
      Task task,
      Event event,
      LockClass eventClass,
      Holds holds,
      StackTraceElement[][] heldStacks,
      StackTraceElement[] stack,
      Seen seen) {
    this.task = task;
    this.segment = task.segment;
    this.event = event;
    this.eventClass = eventClass;
    this.holds = holds;
    this.heldStacks = heldStacks;
    this.stack = stack;
    this.seen = seen;
    this.thread = new WeakReference<>(Thread.currentThread());
  }

  /** Whether the thread may still be in the wait. */
  public boolean lasts() {
    Thread t = thread.get();
    return t != null && t.getState() == Thread.State.WAITING;
  }

  /** Whether the waiting task had been told by the needing one of something later than the need. */
  public boolean knows(Need need) {
    return seen != null && seen.after(need.task.id, need.at);
  }

  /** Says that a lock held here is not let go before the event. */
  public Witness under(int i) {
    Witness w =
        new Witness(
            task, segment, holds.held, holds.classes, holds.entities, holds.sites, i,
            holds.locks[i], event.instance(), holds.shared[i], false, false, false, Relation.NONE,
            holds.sites[i], 0);
    w.heldStack = heldStacks[i];
    w.requestStack = stack;
    return w;
  }
}
