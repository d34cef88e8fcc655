package dev.jlockdep.internal.graph;

import java.lang.ref.WeakReference;

/**
 * One wait for an event by a task that holds locks. What it says does not change; its stack is kept as
 * the JVM took it and made readable when somebody asks, since most waits are over before.
 */
public final class Wait {
  public final Task task;
  public final int segment;
  public final Event event;
  public final Holds holds;
  /** Stacks that were kept of the holds, beside {@link #holds}, each null where none was. */
  private final StackTraceElement[][] kept;
  private final EventName name;
  /** Null once {@link #told} is there. */
  private volatile Throwable raw;
  private volatile Told told;
  /** What the task knew of others when it began to wait, see {@link Seen}. */
  private final Seen seen;
  /** {@code System.nanoTime} of its begin. */
  public final long at = System.nanoTime();
  private final WeakReference<Thread> thread;

  /** What is made of the stack when somebody asks. */
  private static final class Told {
    final LockClass eventClass;
    final StackTraceElement[] stack;
    final StackTraceElement[][] heldStacks;

    Told(LockClass eventClass, StackTraceElement[] stack, StackTraceElement[][] heldStacks) {
      this.eventClass = eventClass;
      this.stack = stack;
      this.heldStacks = heldStacks;
    }
  }

  public Wait(
      Task task,
      Event event,
      EventName name,
      Holds holds,
      StackTraceElement[][] kept,
      Throwable raw,
      Seen seen) {
    this.task = task;
    this.segment = task.segment;
    this.event = event;
    this.name = name;
    this.holds = holds;
    this.kept = kept;
    this.raw = raw;
    this.seen = seen;
    this.thread = new WeakReference<>(Thread.currentThread());
  }

  /** Walks the stack and gives the event its name, the first time; two threads may both do it. */
  private Told told() {
    Throwable trace = raw;
    if (trace == null) {
      return told;
    }
    StackTraceElement[] all = Stacks.trim(trace);
    StackTraceElement[] stack = Stacks.fromWait(all);
    StackTraceElement[][] heldStacks = new StackTraceElement[kept.length][];
    for (int i = 0; i < kept.length; i++) {
      heldStacks[i] =
          kept[i] != null ? kept[i] : Stacks.heldStack(Sites.position(holds.sites[i]), all);
    }
    LockClass c = name.awaitedAt(stack);
    Events.name(event, c);
    Told known = new Told(c, stack, heldStacks);
    told = known;
    raw = null;
    return known;
  }

  /** The lock class of the event; the event has its number from then on. */
  public LockClass eventClass() {
    return told().eventClass;
  }

  public StackTraceElement[] stack() {
    return told().stack;
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
    Told t = told();
    Witness w =
        new Witness(
            task, segment, holds.held, holds.classes, holds.entities, holds.sites, i,
            holds.locks[i], event.instance(), holds.shared[i], false, false, false, Relation.NONE,
            holds.sites[i], 0);
    w.heldStack = t.heldStacks[i];
    w.requestStack = t.stack;
    return w;
  }
}
