package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.StampedLock;

/**
 * A sleeping reader/writer lock as the kernel's rw_semaphore: non-reentrant, fair to writers, with
 * downgrade. A writer lets it go on the thread that took it.
 *
 * <p>With property {@code samplefs.locks=jdk} each is a {@link StampedLock}, which is not declared:
 * what jlockdep then knows of it, it has from the bytecode. Its lock class is named by the field that
 * the RwSem is in.
 */
public final class RwSem implements Lock {
  /** Whether locks are those of the JDK, without a word to jlockdep. */
  private static final boolean PLAIN = "jdk".equals(System.getProperty("samplefs.locks"));

  private final Sync sync = new Sync();
  private final String lockClass;
  /** Null unless {@link #PLAIN}. */
  private final StampedLock plain;
  /** Of the writer of {@link #plain}, who alone reads it. */
  private long stamp;
  private volatile Thread writer;

  /** @param owner the object this lock belongs to, or null */
  public RwSem(String lockClass, Object owner) {
    this.lockClass = lockClass;
    if (PLAIN) {
      plain = new StampedLock();
    } else {
      plain = null;
      Lockdep.declare(this, lockClass, owner, "rwsem");
    }
  }

  /** What jlockdep knows this lock by, for guards. */
  Object watched() {
    return PLAIN ? plain : this;
  }

  /** Shared, waiting behind a writer that holds it or is queued. */
  public void lockRead() {
    if (PLAIN) {
      plain.readLock();
      return;
    }
    Lockdep.acquire(this, AcquireMode.READ);
    if (!sync.tryShared()) {
      Waits.blocked(this, lockClass);
      sync.acquireShared(1);
    }
  }

  /** As {@link #lockRead}, but an interrupt ends the wait. */
  public void lockReadInterruptibly() throws InterruptedException {
    if (PLAIN) {
      plain.readLockInterruptibly();
      return;
    }
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
    if (PLAIN) {
      return plain.tryReadLock() != 0;
    }
    boolean taken = sync.tryShared();
    if (taken) {
      Lockdep.tryAcquired(this, AcquireMode.READ);
    }
    return taken;
  }

  public void unlockRead() {
    if (PLAIN) {
      plain.tryUnlockRead();
      return;
    }
    Lockdep.release(this);
    sync.unshare();
  }

  /** Exclusive. */
  public void lockWrite() {
    if (PLAIN) {
      stamp = plain.writeLock();
      return;
    }
    Lockdep.acquire(this, AcquireMode.EXCLUSIVE);
    takeForWriting();
  }

  /**
   * Exclusive, while one or more of the same class are held that come before it in an order that all
   * callers keep; {@code subclass} counts them.
   */
  public void lockWriteNested(int subclass) {
    if (PLAIN) {
      stamp = plain.writeLock();
      return;
    }
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
    if (PLAIN) {
      stamp = plain.writeLockInterruptibly();
      return;
    }
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
    if (PLAIN) {
      return taken(plain.tryWriteLock(time, unit));
    }
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
    if (PLAIN) {
      return taken(plain.tryWriteLock());
    }
    boolean taken = sync.tryExclusive();
    if (taken) {
      writer = Thread.currentThread();
      Lockdep.tryAcquired(this, AcquireMode.EXCLUSIVE);
    }
    return taken;
  }

  public void unlockWrite() {
    if (PLAIN) {
      plain.unlockWrite(stamp);
      return;
    }
    leaveWriter();
    Lockdep.release(this);
    sync.release(1);
  }

  /** The writer becomes a reader without letting anyone write in between. */
  public void downgrade() {
    if (PLAIN) {
      plain.tryConvertToReadLock(stamp);
      return;
    }
    leaveWriter();
    Lockdep.downgraded(this);
    sync.downgrade();
  }

  public boolean isWriteLocked() {
    return PLAIN ? plain.isWriteLocked() : sync.heldExclusively();
  }

  public boolean isWriteLockedByMe() {
    return writer == Thread.currentThread();
  }

  public int readers() {
    return PLAIN ? plain.getReadLockCount() : sync.readers();
  }

  /** Whether a thread waits for this lock now. */
  public boolean hasWaiters() {
    return sync.hasQueuedThreads();
  }

  private boolean taken(long newStamp) {
    if (newStamp != 0) {
      stamp = newStamp;
    }
    return newStamp != 0;
  }

  // ---- its exclusive side, as a Lock -----------------------------------------------------------

  @Override
  public void lock() {
    lockWrite();
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    lockWriteInterruptibly();
  }

  @Override
  public boolean tryLock() {
    return tryLockWrite();
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return tryLockWrite(time, unit);
  }

  @Override
  public void unlock() {
    unlockWrite();
  }

  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException(lockClass + " has no conditions");
  }

  // ----------------------------------------------------------------------------------------------

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
