package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * A sleeping reader/writer lock as the kernel's rw_semaphore: non-reentrant, fair to writers, with
 * downgrade. A writer lets it go on the thread that took it.
 */
public final class RwSem {
  private final Sync sync = new Sync();
  private final String lockClass;
  private volatile Thread writer;

  /** @param owner the object this lock belongs to, or null */
  public RwSem(String lockClass, Object owner) {
    this.lockClass = lockClass;
    Lockdep.declare(this, lockClass, owner, "rwsem");
  }

  /** Shared, waiting behind a writer that holds it or is queued. */
  public void lockRead() {
    Lockdep.acquire(this, AcquireMode.READ);
    if (!sync.tryShared()) {
      Waits.blocked(this, lockClass);
      sync.acquireShared(1);
    }
  }

  /** As {@link #lockRead}, but an interrupt ends the wait. */
  public void lockReadInterruptibly() throws InterruptedException {
    Lockdep.acquire(this, AcquireMode.READ);
    try {
      sync.acquireSharedInterruptibly(1);
    } catch (InterruptedException e) {
      Lockdep.acquireFailed(this);
      throw e;
    }
  }

  /** Shared if that is possible at once and nobody waits. */
  public boolean tryLockRead() {
    boolean taken = sync.tryShared();
    if (taken) {
      Lockdep.tryAcquired(this, AcquireMode.READ);
    }
    return taken;
  }

  public void unlockRead() {
    Lockdep.release(this);
    sync.unshare();
  }

  /** Exclusive. */
  public void lockWrite() {
    Lockdep.acquire(this, AcquireMode.EXCLUSIVE);
    takeForWriting();
  }

  /**
   * Exclusive, while one or more of the same class are held that come before it in an order that all
   * callers keep; {@code subclass} counts them.
   */
  public void lockWriteNested(int subclass) {
    Lockdep.acquireNested(this, AcquireMode.EXCLUSIVE, subclass);
    takeForWriting();
  }

  private void takeForWriting() {
    if (!sync.tryExclusive()) {
      Waits.blocked(this, lockClass);
      sync.acquire(1);
    }
    writer = Thread.currentThread();
  }

  /** As {@link #lockWrite}, but an interrupt ends the wait. */
  public void lockWriteInterruptibly() throws InterruptedException {
    Lockdep.acquire(this, AcquireMode.EXCLUSIVE);
    try {
      sync.acquireInterruptibly(1);
    } catch (InterruptedException e) {
      Lockdep.acquireFailed(this);
      throw e;
    }
    writer = Thread.currentThread();
  }

  /** Exclusive if that is possible within the time. */
  public boolean tryLockWrite(long time, TimeUnit unit) throws InterruptedException {
    Lockdep.acquire(this, AcquireMode.EXCLUSIVE);
    boolean taken = false;
    try {
      taken = sync.tryAcquireNanos(1, unit.toNanos(time));
    } finally {
      if (!taken) {
        Lockdep.acquireFailed(this);
      }
    }
    if (taken) {
      writer = Thread.currentThread();
    }
    return taken;
  }

  /** Exclusive if that is possible at once and nobody waits. */
  public boolean tryLockWrite() {
    boolean taken = sync.tryExclusive();
    if (taken) {
      writer = Thread.currentThread();
      Lockdep.tryAcquired(this, AcquireMode.EXCLUSIVE);
    }
    return taken;
  }

  public void unlockWrite() {
    leaveWriter();
    Lockdep.release(this);
    sync.release(1);
  }

  /** The writer becomes a reader without letting anyone write in between. */
  public void downgrade() {
    leaveWriter();
    Lockdep.downgraded(this);
    sync.downgrade();
  }

  public boolean isWriteLocked() {
    return sync.heldExclusively();
  }

  public boolean isWriteLockedByMe() {
    return writer == Thread.currentThread();
  }

  public int readers() {
    return sync.readers();
  }

  /** Whether a thread waits for this lock now. */
  public boolean hasWaiters() {
    return sync.hasQueuedThreads();
  }

  private void leaveWriter() {
    if (writer != Thread.currentThread()) {
      throw new IllegalMonitorStateException(lockClass + ": this thread is not the writer");
    }
    writer = null;
  }

  @Override
  public String toString() {
    return lockClass + (isWriteLocked() ? "{write}" : "{readers=" + readers() + "}");
  }

  /**
   * The blocking core of the shared/exclusive locks: non-reentrant, first come first served,
   * without ownership. A reader that arrives behind a queued writer waits, even if its thread holds
   * the lock. Nested in the lock that is declared, which tells jlockdep not to watch it twice.
   */
  static final class Sync extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;
    static final int WRITER = -1;
    private static final int ONE = 1;
    private static final int TO_READER = 2;

    @Override
    protected boolean tryAcquire(int unused) {
      return !hasQueuedPredecessors() && compareAndSetState(0, WRITER);
    }

    @Override
    protected boolean tryRelease(int unused) {
      if (getState() != WRITER) {
        throw new IllegalMonitorStateException("not held exclusively");
      }
      setState(0);
      return true;
    }

    @Override
    protected int tryAcquireShared(int unused) {
      return !hasQueuedPredecessors() && addReader() ? 1 : -1;
    }

    @Override
    protected boolean tryReleaseShared(int what) {
      return what == TO_READER ? writerToReader() : removeReader();
    }

    /** As the kernel's down_read_trylock: fails when anyone waits, so that it never barges. */
    boolean tryShared() {
      return !hasQueuedThreads() && addReader();
    }

    boolean tryExclusive() {
      return !hasQueuedThreads() && compareAndSetState(0, WRITER);
    }

    void downgrade() {
      releaseShared(TO_READER);
    }

    void unshare() {
      releaseShared(ONE);
    }

    boolean heldExclusively() {
      return getState() == WRITER;
    }

    int readers() {
      return Math.max(0, getState());
    }

    private boolean addReader() {
      for (int readers = getState(); readers != WRITER; readers = getState()) {
        if (compareAndSetState(readers, readers + ONE)) {
          return true;
        }
      }
      return false;
    }

    private boolean removeReader() {
      for (; ; ) {
        int readers = getState();
        if (readers <= 0) {
          throw new IllegalMonitorStateException("not held shared");
        }
        if (compareAndSetState(readers, readers - ONE)) {
          return readers == ONE;
        }
      }
    }

    private boolean writerToReader() {
      if (getState() != WRITER) {
        throw new IllegalMonitorStateException("not held exclusively");
      }
      setState(ONE);
      return true; // queued readers at the head may come in now
    }
  }
}
