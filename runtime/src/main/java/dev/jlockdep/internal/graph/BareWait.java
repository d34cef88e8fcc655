package dev.jlockdep.internal.graph;

import dev.jlockdep.api.HeldLock;
import java.util.List;

/**
 * A wait for a signal where nothing was looked at once the lock of the wait was taken: a signal that
 * came a moment before is lost. Written by threads that hold that lock.
 */
public final class BareWait {
  /** A place in the code with such waits. Racy: each field only goes one way. */
  public static final class Place {
    public final int site;
    /** Objects whose wait ended with their only signal so far. */
    public volatile int once;
    /** An object was signalled or waited for again: the next signal may make up for a lost one. */
    public volatile boolean again;
    /** One that a signal has ended, with its stacks; or null. */
    public volatile BareWait example;

    Place(int site) {
      this.site = site;
    }
  }

  public final Place place;
  public final Task task;
  public final String lockClass;
  /** What the thread held, and where it was; null where the place has its example. */
  public final List<HeldLock> held;
  public final StackTraceElement[] stack;
  /** Why what is found of it is to fail nothing; or null. */
  public final String suppressed;
  public int signals;
  /** Who gave the first signal, and where. */
  public Task by;
  public StackTraceElement[] signalStack;

  public BareWait(
      Place place, Task task, String lockClass, List<HeldLock> held, StackTraceElement[] stack,
      String suppressed) {
    this.place = place;
    this.task = task;
    this.lockClass = lockClass;
    this.held = held;
    this.stack = stack;
    this.suppressed = suppressed;
  }
}
