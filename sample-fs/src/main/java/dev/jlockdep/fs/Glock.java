package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock of the cluster as one mount has it (gfs2's glock): shared, exclusive, or deferred, which is
 * shared among direct I/O and excludes the cache. First come first served, not reentrant: a second
 * holder of the same task waits behind whoever came in between. A hold that may be demoted gives way to
 * a request that conflicts with it; its task finds out afterwards.
 *
 * <p>Source: fs/gfs2/glock.c of Linux 5.16.
 */
final class Glock {
  enum Mode {
    SHARED,
    EXCLUSIVE,
    DEFERRED
  }

  /** One hold, or a request for one. */
  static final class Holder {
    private final Glock glock;
    private final Mode mode;
    private final Thread task = Thread.currentThread();
    // guarded by the queue's guard
    boolean granted;
    boolean mayDemote;
    /** Why it will never be granted; null as long as it may be. */
    volatile Throwable failure;

    private Holder(Glock glock, Mode mode) {
      this.glock = glock;
      this.mode = mode;
    }

    Glock glock() {
      return glock;
    }

    Mode mode() {
      return mode;
    }

    Thread task() {
      return task;
    }

    boolean queued() {
      return glock.queue.isGranted(this);
    }
  }

  /** Set once more before anybody else sees it: when it is the second mount's. */
  private GlockQueue queue = new GlockQueue();
  /** What this mount has in memory; null while there is one mount. */
  private volatile FileCopy copy;
  private final String lockClass;
  /** What must be over before the cache may be used; null for nothing. */
  private final EventCount directIo;

  /** @param directIo waited for after each grant that is not deferred (go_held) */
  Glock(String lockClass, Object owner, EventCount directIo) {
    this.lockClass = lockClass;
    this.directIo = directIo;
    Lockdep.declare(this, lockClass, owner, "glock");
  }

  Holder acquire(Mode mode) {
    Lockdep.acquire(this, lockdepMode(mode));
    return granted(mode);
  }

  /** The second of two of one kind. */
  Holder acquireNested(Mode mode) {
    Lockdep.acquireNested(this, lockdepMode(mode), 1);
    return granted(mode);
  }

  /** Deferred holds exclude shared ones, but not each other. */
  private static AcquireMode lockdepMode(Mode mode) {
    return mode == Mode.EXCLUSIVE ? AcquireMode.EXCLUSIVE : AcquireMode.READ;
  }

  private Holder granted(Mode mode) {
    Holder holder = new Holder(this, mode);
    queue.add(holder);
    if (!holder.queued()) {
      awaitGrant(holder);
    }
    if (mode != Mode.DEFERRED && directIo != null) {
      goHeld(holder);
    }
    return holder;
  }

  private void awaitGrant(Holder holder) {
    try {
      Waits.blocked(this, lockClass);
    } catch (Rescued e) {
      queue.remove(holder);
      throw e;
    }
    boolean interrupted = false;
    while (!holder.queued() && holder.failure == null) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (holder.failure != null) {
      Lockdep.release(this);
      throw new UncheckedIOException(
          new IOException("the other mount's changes could not be had", holder.failure));
    }
  }

  /** The cache may be filled only when direct I/O has drained. */
  private void goHeld(Holder holder) {
    try {
      directIo.await();
    } catch (Rescued e) {
      release(holder);
      throw e;
    }
  }

  void release(Holder holder) {
    if (holder.task == Thread.currentThread()) {
      Lockdep.release(this);
    }
    queue.remove(holder);
  }

  /**
   * Until the scope is closed the hold gives way to requests that conflict with it. Afterwards {@link
   * Holder#queued} tells whether it is still there.
   */
  Scope allowDemote(Holder holder) {
    Scope revocable = Lockdep.revocable(this);
    queue.mayDemote(holder, true);
    return () -> {
      queue.mayDemote(holder, false);
      revocable.close();
    };
  }

  // ---- two mounts ------------------------------------------------------------------------------

  /** The second mount's glock of the same file. */
  void joinedBy(Glock second, WorkQueue mover, FileCopy mine) {
    copy = mine;
    queue.join(this, mover);
    second.queue = queue;
  }

  void copy(FileCopy mine) {
    copy = mine;
  }

  FileCopy copy() {
    return copy;
  }

  /** Whether this mount knows the file as it is. */
  boolean current() {
    return queue.isCurrent(this);
  }

  /** Under a hold: this mount no longer takes part. */
  void leave() {
    queue.forget(this);
  }

  @Override
  public String toString() {
    return lockClass;
  }
}
