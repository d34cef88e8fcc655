package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Who holds a lock of the cluster and who asks for it: one for the glocks that two mounts have of a
 * file. With two mounts it also knows which of them may use what it has in memory of the file. Before
 * a request of another one is granted, that one's changes are written back, what it has is forgotten if
 * the request excludes it, and what the requesting mount knows is read anew. A worker does that; until
 * it is done nothing is granted.
 *
 * <p>Source: do_xmote, go_sync, go_inval and instantiate of fs/gfs2/glock.c and glops.c.
 */
final class GlockQueue {
  private final RwSem.Sync guard = new RwSem.Sync(); // nothing else is taken under it
  private final List<Glock.Holder> queue = new ArrayList<>(); // guarded by guard; granted ones first
  /** Whose mount knows the file as it is; null while there is one mount. Guarded by guard. */
  private Set<Glock> current;
  /** The file is on its way from one mount to another. Guarded by guard. */
  private boolean moving;
  private WorkQueue worker; // guarded by guard

  /** A second mount has the file too; so far the first one's glock has been alone. */
  void join(Glock first, WorkQueue mover) {
    guard.acquire(1);
    try {
      if (current == null) {
        current = new LinkedHashSet<>(List.of(first));
      }
      worker = mover;
    } finally {
      guard.release(1);
    }
  }

  /** Whether that mount knows the file as it is. */
  boolean isCurrent(Glock glock) {
    guard.acquire(1);
    try {
      return current == null || current.contains(glock);
    } finally {
      guard.release(1);
    }
  }

  /** That mount no longer knows it. */
  void forget(Glock glock) {
    guard.acquire(1);
    try {
      current.remove(glock);
    } finally {
      guard.release(1);
    }
  }

  boolean isGranted(Glock.Holder holder) {
    guard.acquire(1);
    try {
      return holder.granted;
    } finally {
      guard.release(1);
    }
  }

  void add(Glock.Holder holder) {
    guard.acquire(1);
    try {
      queue.add(holder);
    } finally {
      guard.release(1);
    }
    grant();
  }

  void remove(Glock.Holder holder) {
    guard.acquire(1);
    try {
      queue.remove(holder);
      holder.granted = false;
    } finally {
      guard.release(1);
    }
    grant();
  }

  void mayDemote(Glock.Holder holder, boolean may) {
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

  /** Grants what is at the head of the queue, and demotes what stands in its way and may go. */
  private void grant() {
    List<Glock.Holder> granted = new ArrayList<>();
    List<Glock.Holder> demoted = new ArrayList<>();
    Glock.Holder moved = null;
    guard.acquire(1);
    try {
      for (Glock.Holder next : List.copyOf(queue)) {
        if (next.granted) {
          continue;
        }
        if (moving
            || queue.stream().anyMatch(h -> h.granted && !h.mayDemote && conflict(h, next))) {
          break;
        }
        demoteFor(next, demoted);
        if (!mayUse(next)) {
          moving = true;
          moved = next;
          break;
        }
        next.granted = true;
        granted.add(next);
      }
    } finally {
      guard.release(1);
    }
    demoted.forEach(holder -> Lockdep.revoked(holder.glock()));
    granted.forEach(holder -> LockSupport.unpark(holder.task()));
    if (moved != null) {
      Glock.Holder next = moved;
      worker.add(() -> move(next));
    }
  }

  private void demoteFor(Glock.Holder next, List<Glock.Holder> demoted) {
    for (Glock.Holder holder : List.copyOf(queue)) {
      if (holder.granted && conflict(holder, next)) {
        holder.granted = false;
        queue.remove(holder);
        demoted.add(holder);
      }
    }
  }

  /** Deferred holds go together on one mount only: each may change where the blocks are. */
  private static boolean conflict(Glock.Holder held, Glock.Holder asked) {
    return held.mode() != asked.mode()
        || held.mode() == Glock.Mode.EXCLUSIVE
        || held.mode() == Glock.Mode.DEFERRED && held.glock() != asked.glock();
  }

  /** Whether the mount knows the file as it is, and no other one does if it is about to change it. */
  private boolean mayUse(Glock.Holder next) {
    return current == null
        || current.contains(next.glock())
            && (next.mode() == Glock.Mode.SHARED || current.size() == 1);
  }

  // ---- from one mount to the other -------------------------------------------------------------

  private void move(Glock.Holder next) {
    Throwable failure = null;
    try {
      moveTo(next);
    } catch (IOException | RuntimeException | Error e) {
      failure = e; // whoever asked is told; the worker has others to serve
    }
    moved(next, failure);
    grant();
  }

  /** Who waits for the glock waits for this, so jlockdep is told that the worker has it. */
  private void moveTo(Glock.Holder next) throws IOException {
    Lockdep.acquire(next.glock(), AcquireMode.EXCLUSIVE);
    try {
      for (Glock other : others(next.glock())) {
        other.copy().writeBack();
        if (next.mode() != Glock.Mode.SHARED) {
          other.copy().forget();
          forget(other);
        }
      }
      if (!isCurrent(next.glock())) {
        next.glock().copy().readAgain();
      }
    } finally {
      Lockdep.release(next.glock());
    }
  }

  private List<Glock> others(Glock glock) {
    guard.acquire(1);
    try {
      return current.stream().filter(other -> other != glock).toList();
    } finally {
      guard.release(1);
    }
  }

  /** @param failure why the request cannot be granted, or null */
  private void moved(Glock.Holder next, Throwable failure) {
    guard.acquire(1);
    try {
      moving = false;
      if (failure == null) {
        current.add(next.glock());
      } else {
        queue.remove(next);
        next.failure = failure;
      }
    } finally {
      guard.release(1);
    }
    if (failure != null) {
      LockSupport.unpark(next.task());
    }
  }
}
