package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Ticket;

/**
 * One freeze level of a mount (sb_writers and its kin): whoever changes the filesystem passes it
 * shared; a freeze waits until all are out and keeps the next ones outside until the thaw, which
 * may come from another thread.
 */
public final class FreezeGate {
  private final RwSem.Sync sync = new RwSem.Sync();
  private final String lockClass;

  public FreezeGate(String lockClass, Object owner) {
    this.lockClass = lockClass;
    Lockdep.declare(this, lockClass, owner, "freeze");
  }

  /** Waits while the level is frozen. The same thread leaves. */
  public void enter() {
    Lockdep.acquire(this, AcquireMode.READ);
    if (!sync.tryShared()) {
      Waits.blocked(this, lockClass);
      sync.acquireShared(1);
    }
  }

  /** Enters unless the level is frozen or about to be. */
  public boolean tryEnter() {
    boolean in = sync.tryShared();
    if (in) {
      Lockdep.tryAcquired(this, AcquireMode.READ);
    }
    return in;
  }

  public void leave() {
    Lockdep.release(this);
    sync.unshare();
  }

  /**
   * Enters without waiting, for work that ends on another thread: {@code completer} is who will
   * call {@link Pass#leave}. Null when the level is frozen.
   */
  public Pass tryEnterFor(Object completer) {
    return sync.tryShared() ? passFor(completer) : null;
  }

  /** As {@link #tryEnterFor}, but waits while the level is frozen. */
  public Pass enterFor(Object completer) {
    enter();
    Lockdep.release(this);
    return passFor(completer);
  }

  private Pass passFor(Object completer) {
    Ticket ticket = Lockdep.begin(this);
    ticket.handOff(completer);
    return new Pass(ticket);
  }

  /**
   * Waits until everyone has left, then keeps the level closed. No hold is recorded: the freezer
   * returns to its user with the level frozen, as the kernel's does.
   */
  public void freeze() {
    Lockdep.sync(this, AcquireMode.EXCLUSIVE);
    if (!sync.tryExclusive()) {
      Waits.rescue(lockClass);
      sync.acquire(1);
    }
  }

  public void thaw() {
    sync.release(1);
  }

  public boolean isFrozen() {
    return sync.heldExclusively();
  }

  public int inside() {
    return sync.readers();
  }

  /** Whether a thread waits to enter or to freeze. */
  public boolean hasWaiters() {
    return sync.hasQueuedThreads();
  }

  @Override
  public String toString() {
    return lockClass + (isFrozen() ? "{frozen}" : "{inside=" + inside() + "}");
  }

  /** One entry that any thread may end. */
  public final class Pass {
    private final Ticket ticket;

    private Pass(Ticket ticket) {
      this.ticket = ticket;
    }

    public void leave() {
      ticket.end();
      sync.unshare();
    }
  }
}
