package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.Ticket;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * A count of work in flight that can be waited out (inode_dio_begin, _end and _wait). A unit
 * belongs to whoever must end it, which need not be who began it.
 */
public final class EventCount {
  private final Zero zero = new Zero();
  private final String lockClass;
  private final Gates gates;

  public EventCount(String lockClass, Object owner, Gates gates) {
    this.lockClass = lockClass;
    this.gates = gates;
    Lockdep.declare(this, lockClass, owner, "event");
  }

  /** One more in flight; never waits. */
  public Unit begin() {
    zero.add();
    return new Unit(Lockdep.begin(this));
  }

  /**
   * Waits until nothing is in flight. Checked before it blocks, so a wait that cannot end is
   * reported even if it does not return.
   */
  public void await() {
    Lockdep.await(this);
    gates.reach(Gates.DIO_BEFORE_WAIT);
    if (inFlight() > 0) {
      Waits.rescue(lockClass);
    }
    if (inFlight() > 0) {
      Waits.rescue(lockClass);
      zero.acquireShared(Zero.UNTIL_ZERO);
    }
  }

  /**
   * As {@link #await}, but work queued for the calling task ends the wait too: false then. Who called
   * lets everything go, runs that work and starts again (-ERESTARTSYS). One thread at a time.
   */
  boolean awaitUnlessWork(Task task) {
    Lockdep.await(this, task.workQueue());
    gates.reach(Gates.DIO_BEFORE_WAIT);
    zero.acquireShared(Zero.OR_UNTIL_WORK);
    return inFlight() == 0;
  }

  public int inFlight() {
    return zero.count();
  }

  public boolean hasWaiters() {
    return zero.hasQueuedThreads();
  }

  @Override
  public String toString() {
    return lockClass + "{" + inFlight() + "}";
  }

  /** One unit in flight. */
  public final class Unit {
    private final Ticket ticket;

    private Unit(Ticket ticket) {
      this.ticket = ticket;
    }

    /** {@code completer} (a thread, or a queue that other threads serve) ends this unit. */
    public void handOff(Object completer) {
      ticket.handOff(completer);
    }

    public void end() {
      ticket.end();
      zero.releaseShared(1);
    }
  }

  private static final class Zero extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;
    static final int UNTIL_ZERO = 1;
    static final int OR_UNTIL_WORK = 2;

    void add() {
      int count = getState();
      while (!compareAndSetState(count, count + 1)) {
        count = getState();
      }
    }

    int count() {
      return getState();
    }

    @Override
    protected int tryAcquireShared(int until) {
      boolean ended = until == OR_UNTIL_WORK && Task.current().pendingWork() > 0;
      return ended || getState() == 0 ? 1 : -1;
    }

    @Override
    protected boolean tryReleaseShared(int unused) {
      for (; ; ) {
        int count = getState();
        if (count == 0) {
          throw new IllegalStateException("ended more often than begun");
        }
        if (compareAndSetState(count, count - 1)) {
          return count == 1;
        }
      }
    }
  }
}
