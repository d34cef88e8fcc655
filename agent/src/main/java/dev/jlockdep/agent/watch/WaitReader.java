package dev.jlockdep.agent.watch;

import dev.jlockdep.agent.watch.Request.Need;
import dev.jlockdep.agent.watch.Resource.Kind;
import dev.jlockdep.agent.watch.Sample.Hold;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.LockClassView;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.StampedLock;

/** Tells what a waiting thread waits for, and which threads stand in its way. */
final class WaitReader {
  /** Holders that could hand their hold on to somebody else are believed later. */
  private static final long OWNERLESS_MILLIS = 700;

  private final Sample sample;
  private final Pools pools;

  WaitReader(Sample sample) {
    this.sample = sample;
    this.pools = new Pools(sample);
  }

  /**
   * @param thorough whether to ask also those threads in {@code Object.wait} for what they wait
   *     that stand in nobody's way, as far as is known: that takes a stack of each
   */
  List<Request> readAll(boolean thorough) {
    Map<Thread, Request> requests = new IdentityHashMap<>();
    List<ThreadView> later = new ArrayList<>();
    for (ThreadView t : sample.views()) {
      if (t.state == Thread.State.WAITING && t.blocker == null && !thorough) {
        later.add(t);
      } else {
        put(requests, t);
      }
    }
    boolean found = true;
    while (found) {
      Set<Thread> inTheWay = new HashSet<>();
      requests.values().forEach(r -> r.needs.forEach(n -> inTheWay.addAll(n.anyOf())));
      List<ThreadView> now = new ArrayList<>(later);
      now.removeIf(t -> !inTheWay.contains(t.thread));
      later.removeAll(now);
      now.forEach(t -> put(requests, t));
      found = !now.isEmpty();
    }
    return new ArrayList<>(requests.values());
  }

  private void put(Map<Thread, Request> requests, ThreadView t) {
    Request r = read(t);
    if (r != null) {
      requests.put(t.thread, r);
    }
  }

  /** The untimed wait the thread is in, or null when it is not in one. */
  private Request read(ThreadView t) {
    switch (t.state) {
      case BLOCKED:
        return withDeclared(t, monitor(t));
      case WAITING:
        return withDeclared(t, waiting(t));
      case TIMED_WAITING:
        return sample.full && t.blocker != null ? pools.termination(t) : null;
      default:
        return null;
    }
  }

  private Request monitor(ThreadView t) {
    // the JVM knows best, but asking it loads the management classes: not for a quick look
    ThreadInfo info = sample.full ? t.info() : null;
    return info == null ? monitorBySnapshot(t) : monitorByJvm(t, info);
  }

  private Request monitorBySnapshot(ThreadView t) {
    Object lock = t.pendingLock();
    boolean monitor = lock != null && !LockTypes.isQueued(lock) && !(lock instanceof StampedLock);
    Thread owner = monitor ? owner(lock, t.thread) : null;
    return owner == null
        ? null
        : exclusive(t, Resource.of(Kind.MONITOR, lock, sample.classOf(lock)), owner);
  }

  private Request monitorByJvm(ThreadView t, ThreadInfo info) {
    if (info.getLockInfo() == null) {
      return null;
    }
    String type = info.getLockInfo().getClassName();
    int hash = info.getLockInfo().getIdentityHashCode();
    Object lock = sample.known(type, hash);
    Thread owner = sample.byId(info.getLockOwnerId());
    if (owner == null && lock != null) {
      owner = owner(lock, t.thread); // the JVM does not name virtual threads
    }
    LockClassView known = lock == null ? null : sample.classOf(lock);
    return owner == null
        ? null
        : exclusive(t, Resource.of(Kind.MONITOR, type, hash, known), owner);
  }

  /** The only other thread that the runtime saw taking the lock, or null. */
  private Thread owner(Object lock, Thread but) {
    Thread owner = null;
    for (Hold h : sample.holdsOf(lock)) {
      if (h.thread() == but || h.thread() == owner) {
        continue;
      }
      if (owner != null) {
        return null;
      }
      owner = h.thread();
    }
    return owner;
  }

  private static Request exclusive(ThreadView t, Resource wanted, Thread owner) {
    return new Request(t, wanted, Need.of(owner, Role.HOLDER));
  }

  private Request waiting(ThreadView t) {
    Object b = t.blocker;
    if (b == null) {
      return objectWait(t);
    }
    if (b instanceof FutureTask<?> task) {
      return future(t, task);
    }
    if (b instanceof StampedLock lock) {
      return stamped(t, lock);
    }
    if (LockTypes.isQueued(b)) {
      return synchronizer(t, b);
    }
    if (b.getClass().getName().equals("java.util.concurrent.CompletableFuture$Signaller")) {
      return completable(t, b);
    }
    return event(t, Resource.of(Kind.EVENT, b, null));
  }

  private Request objectWait(ThreadView t) {
    if (!sample.full) {
      return null;
    }
    if (!t.inFrame("java.lang.Thread", "join")) {
      // on which object is asked only when it matters: most threads that wait here are just idle
      return event(t, Resource.named(Kind.EVENT, "java.lang.Object"));
    }
    ThreadInfo info = t.info();
    return info == null || info.getLockInfo() == null
        ? null
        : join(t, info.getLockInfo().getClassName(), info.getLockInfo().getIdentityHashCode());
  }

  private Request join(ThreadView t, String type, int hash) {
    for (ThreadView other : sample.views()) {
      if (System.identityHashCode(other.thread) == hash
          && other.thread.getClass().getName().equals(type)) {
        return join(t, other.thread);
      }
    }
    return null;
  }

  /** A thread that joins itself is parked on purpose: that is no deadlock. */
  private static Request join(ThreadView t, Thread joined) {
    if (joined == t.thread) {
      return null;
    }
    Resource end = Resource.of(Kind.JOIN, joined, null);
    return new Request(t, end, Need.of(joined, Role.MEMBER));
  }

  private Request future(ThreadView t, FutureTask<?> task) {
    if (task.isDone()) {
      return null;
    }
    Resource wanted = Resource.of(Kind.FUTURE, task, null);
    if (WatchReflection.read(task, "runner") instanceof Thread runner) {
      return new Request(t, wanted, Need.of(runner, Role.RUNNER));
    }
    List<Thread> workers = pools.workersFor(task);
    return workers.isEmpty()
        ? event(t, wanted)
        : new Request(t, wanted, new Need(workers, Role.WORKER));
  }

  private Request completable(ThreadView t, Object signaller) {
    Resource wanted = Resource.of(Kind.FUTURE, signaller, new ObservedClass(
        "java.util.concurrent.CompletableFuture",
        Kind.FUTURE.text,
        "java.util.concurrent.CompletableFuture"));
    List<Thread> workers = pools.workersFor(signaller);
    return workers.isEmpty()
        ? event(t, wanted)
        : new Request(t, wanted, new Need(workers, Role.WORKER));
  }

  private Request synchronizer(ThreadView t, Object sync) {
    String type = sync.getClass().getName();
    if (LockTypes.isReadWriteLock(type)) {
      return readWrite(t, sync);
    }
    if (LockTypes.isSemaphore(type)) {
      return semaphore(t, sync);
    }
    if (LockTypes.isLatch(type)) {
      return latch(t, sync);
    }
    Resource wanted = Resource.of(Kind.LOCK, sync, sample.classOf(sync));
    List<Need> needs = new ArrayList<>();
    Thread owner = exclusiveOwner(t, sync);
    if (owner == null) {
      return event(t, wanted);
    }
    needs.add(Need.of(owner, Role.HOLDER));
    addPredecessor(t, sync, needs);
    return new Request(t, wanted, AcquireMode.EXCLUSIVE, needs, 0);
  }

  private Thread exclusiveOwner(ThreadView t, Object sync) {
    Thread owner = WatchReflection.exclusiveOwner(sync);
    if (owner != null) {
      return owner;
    }
    for (Hold h : sample.holdsOf(sync)) {
      if (h.mode() == AcquireMode.EXCLUSIVE) {
        return h.thread();
      }
    }
    ThreadInfo info = sample.full ? t.info() : null;
    return info == null ? null : sample.byId(info.getLockOwnerId());
  }

  /** The queue is first come, first served: who is queued goes after the one before it. */
  private static void addPredecessor(ThreadView t, Object sync, List<Need> needs) {
    boolean found = false;
    for (Thread queued : LockTypes.queue(sync)) { // last in the queue first
      if (found) {
        needs.add(Need.of(queued, Role.AHEAD));
        return;
      }
      found = queued == t.thread;
    }
  }

  private Request readWrite(ThreadView t, Object sync) {
    boolean read = t.inType("java.util.concurrent.locks.ReentrantReadWriteLock$ReadLock");
    List<Need> needs = new ArrayList<>();
    Thread owner = exclusiveOwner(t, sync);
    if (owner != null && owner != t.thread) {
      needs.add(Need.of(owner, Role.HOLDER));
    }
    if (!read && owner == null) {
      for (Thread reader : readers(sync)) {
        needs.add(Need.of(reader, Role.READER));
      }
    }
    addPredecessor(t, sync, needs);
    Resource wanted = Resource.of(Kind.RWLOCK, sync, sample.classOf(sync));
    AcquireMode mode = read ? AcquireMode.READ : AcquireMode.EXCLUSIVE;
    return new Request(t, wanted, mode, needs, 0);
  }

  /** Threads that hold the lock for reading, as far as they can be told. */
  private Collection<Thread> readers(Object sync) {
    List<Thread> readers = new ArrayList<>();
    for (Hold h : sample.holdsOf(sync)) {
      if (h.mode() != AcquireMode.EXCLUSIVE && !readers.contains(h.thread())) {
        readers.add(h.thread());
      }
    }
    if (readers.isEmpty() && sample.full) {
      for (ThreadView v : sample.views()) {
        if (v.thread.isAlive() && WatchReflection.readHolds(v.thread, sync) > 0) {
          readers.add(v.thread);
        }
      }
    }
    return readers;
  }

  private Request semaphore(ThreadView t, Object sync) {
    Resource wanted = Resource.of(Kind.SEMAPHORE, sync, sample.classOf(sync));
    List<Thread> holders = new ArrayList<>();
    for (Hold h : sample.holdsOf(sync)) {
      if (!holders.contains(h.thread())) {
        holders.add(h.thread());
      }
    }
    if (holders.isEmpty()) {
      return event(t, wanted);
    }
    List<Need> needs = List.of(new Need(holders, Role.HOLDER));
    return new Request(t, wanted, AcquireMode.EXCLUSIVE, needs, OWNERLESS_MILLIS);
  }

  private Request latch(ThreadView t, Object sync) {
    if (t.inFrame("java.lang.VirtualThread", "joinNanos")) {
      for (ThreadView v : sample.views()) {
        Object latch = v.virtual() ? WatchReflection.read(v.thread, "termination") : null;
        if (latch != null && WatchReflection.read(latch, "sync") == sync) {
          return join(t, v.thread);
        }
      }
    }
    Request own = pools.ownExecutor(t);
    return own != null ? own : event(t, Resource.of(Kind.EVENT, sync, null));
  }

  private Request stamped(ThreadView t, StampedLock lock) {
    boolean read = isStampedRead(t);
    List<Need> needs = new ArrayList<>();
    for (Hold h : sample.holdsOf(lock)) {
      boolean conflicts = lock.isWriteLocked() == (h.mode() == AcquireMode.EXCLUSIVE);
      if (conflicts && (!read || h.mode() == AcquireMode.EXCLUSIVE)) {
        needs.add(Need.of(h.thread(), Role.HOLDER));
      }
    }
    if (read && !lock.isWriteLocked() && lock.isReadLocked()) {
      addQueuedWriters(t, lock, needs);
    }
    Resource wanted = Resource.of(Kind.STAMPED, lock, sample.classOf(lock));
    AcquireMode mode = read ? AcquireMode.READ : AcquireMode.EXCLUSIVE;
    return new Request(t, wanted, mode, needs, OWNERLESS_MILLIS);
  }

  private static boolean isStampedRead(ThreadView t) {
    return t.inFrame("java.util.concurrent.locks.StampedLock", "acquireRead");
  }

  private void addQueuedWriters(ThreadView t, StampedLock lock, List<Need> needs) {
    List<Thread> writers = new ArrayList<>();
    for (ThreadView v : sample.views()) {
      if (v != t && v.blocker == lock && !isStampedRead(v)) {
        writers.add(v.thread);
      }
    }
    if (!writers.isEmpty()) {
      needs.add(new Need(writers, Role.AHEAD));
    }
  }

  private static Request event(ThreadView t, Resource wanted) {
    return new Request(t, wanted, AcquireMode.EXCLUSIVE, List.of(), 0);
  }

  /** A lock that was declared through our API is waited for whatever it is made of. */
  private Request withDeclared(ThreadView t, Request physical) {
    Object lock = t.pendingLock();
    if (lock == null || !isDeclared(lock)) {
      return physical;
    }
    AcquireMode mode = t.held.mode(t.last());
    List<Need> needs = new ArrayList<>();
    for (Hold h : sample.holdsOf(lock)) {
      if (mode == AcquireMode.EXCLUSIVE || h.mode() == AcquireMode.EXCLUSIVE) {
        needs.add(Need.of(h.thread(), Role.HOLDER));
      }
    }
    if (needs.isEmpty()) {
      return physical;
    }
    Resource wanted = Resource.of(Kind.DECLARED, lock, sample.classOf(lock));
    return new Request(t, wanted, mode, needs, OWNERLESS_MILLIS);
  }

  private boolean isDeclared(Object lock) {
    return !LockTypes.isQueued(lock)
        && sample.classOf(lock) != null
        && sample.classOf(lock).declared();
  }
}
