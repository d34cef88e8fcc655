package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;

/**
 * The lock bit of a folio or of an entry that stands for one: exclusive, not reentrant, and let go by whoever finishes the I/O it was
 * taken for, which need not be who took it.
 */
public final class FolioLock {
  static {
    Lockdep.order("folio_lock", (a, b) -> ((FolioLock) a).comparedTo((FolioLock) b));
  }

  private final RwSem.Sync sync = new RwSem.Sync();
  private final String lockClass;
  private final Object owner;
  private final long index;

  FolioLock(Object owner, long index) {
    this("folio_lock", owner, index);
  }

  FolioLock(String lockClass, Object owner, long index) {
    this.lockClass = lockClass;
    this.owner = owner;
    this.index = index;
    Lockdep.declare(this, lockClass, owner, "bit lock");
  }

  /** Several folios of one file are locked in ascending order; those of two files never. */
  private int comparedTo(FolioLock other) {
    return owner == other.owner ? Long.compare(index, other.index) : 0;
  }

  public void lock() {
    Lockdep.acquire(this, AcquireMode.EXCLUSIVE);
    if (!sync.tryExclusive()) {
      Waits.blocked(this, lockClass);
      sync.acquire(1);
    }
  }

  public boolean tryLock() {
    boolean taken = sync.tryExclusive();
    if (taken) {
      Lockdep.tryAcquired(this, AcquireMode.EXCLUSIVE);
    }
    return taken;
  }

  /** {@code completer} will unlock it. */
  void handOff(Object completer) {
    Lockdep.handOff(this, completer);
  }

  /** On any thread. */
  public void unlock() {
    Lockdep.release(this);
    sync.release(1);
  }

  public boolean isLocked() {
    return sync.heldExclusively();
  }

  @Override
  public String toString() {
    return lockClass + (isLocked() ? "{locked}" : "{}");
  }
}
