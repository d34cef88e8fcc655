package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock of the cluster (gfs2's glock): shared, exclusive, or deferred, which is shared among direct
 * I/O and excludes the cache. First come first served, not reentrant: a second holder of the same task
 * waits behind whoever came in between. A hold that may be demoted gives way to a request that
 * conflicts with it; its task finds out afterwards.
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
  final class Holder {
    private final Mode mode;
    private final Thread task = Thread.currentThread();
    // guarded by guard
    private boolean granted;
    private boolean mayDemote;

    private Holder(Mode mode) {
      this.mode = mode;
    }

    boolean queued() {
      guard.acquire(1);
      try {
        return granted;
      } finally {
        guard.release(1);
      }
    }
  }

  private final RwSem.Sync guard = new RwSem.Sync(); // nothing else is taken under it
  private final List<Holder> queue = new ArrayList<>(); // guarded by guard; granted ones first
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
    Holder holder = new Holder(mode);
    enqueue(holder);
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
      dequeue(holder);
      throw e;
    }
    boolean interrupted = false;
    while (!holder.queued()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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
    dequeue(holder);
  }

  /**
   * Until the scope is closed the hold gives way to requests that conflict with it. Afterwards {@link
   * Holder#queued} tells whether it is still there.
   */
  Scope allowDemote(Holder holder) {
    Scope revocable = Lockdep.revocable(this);
    mayDemote(holder, true);
    return () -> {
      mayDemote(holder, false);
      revocable.close();
    };
  }

  private void mayDemote(Holder holder, boolean may) {
    guard.acquire(1);
    try {
      holder.mayDemote = may;
    } finally {
      guard.release(1);
    }
    if (may) {
      grant();
    }
  }

  private void enqueue(Holder holder) {
    guard.acquire(1);
    try {
      queue.add(holder);
    } finally {
      guard.release(1);
    }
    grant();
  }

  private void dequeue(Holder holder) {
    guard.acquire(1);
    try {
      queue.remove(holder);
      holder.granted = false;
    } finally {
      guard.release(1);
    }
    grant();
  }

  /** Grants what is at the head of the queue, and demotes what stands in its way and may go. */
  private void grant() {
    List<Thread> woken = new ArrayList<>();
    boolean demoted = false;
    guard.acquire(1);
    try {
      for (Holder next : List.copyOf(queue)) {
        if (next.granted) {
          continue;
        }
        if (queue.stream().anyMatch(h -> h.granted && !h.mayDemote && conflict(h, next))) {
          break;
        }
        demoted |= demoteFor(next);
        next.granted = true;
        woken.add(next.task);
      }
    } finally {
      guard.release(1);
    }
    if (demoted) {
      Lockdep.revoked(this);
    }
    woken.forEach(LockSupport::unpark);
  }

  private boolean demoteFor(Holder next) {
    boolean any = false;
    for (Holder holder : List.copyOf(queue)) {
      if (holder.granted && conflict(holder, next)) {
        holder.granted = false;
        queue.remove(holder);
        any = true;
      }
    }
    return any;
  }

  private static boolean conflict(Holder held, Holder asked) {
    return held.mode != asked.mode || held.mode == Mode.EXCLUSIVE;
  }

  @Override
  public String toString() {
    return lockClass;
  }
}
