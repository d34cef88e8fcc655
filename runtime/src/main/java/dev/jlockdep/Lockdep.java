package dev.jlockdep;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Ticket;
import dev.jlockdep.hooks.Declared;
import java.util.Comparator;

/**
 * The users' door. Every call is a no-op that costs next to nothing while no agent watches this JVM.
 * Thread-safe. No call throws, except {@link dev.jlockdep.api.LockdepDeadlockError} where the agent
 * was told to throw on findings.
 *
 * <p>A lock that jlockdep cannot see by itself (written with wait/notify, with atomics, by hand over
 * {@code AbstractQueuedSynchronizer}) is declared once with {@link #declare} and then reported with
 * {@link #acquire} <em>before</em> it blocks and {@link #release} when it is let go.
 */
public final class Lockdep {
  private static volatile boolean active;

  private Lockdep() {}

  /** Whether an agent watches this JVM. */
  public static boolean active() {
    return active;
  }

  static void activate() {
    active = true;
  }

  /** Gives a lock (monitor object, JDK lock, declared lock) the user's name for its lock class. */
  public static <T> T name(T lock, String lockClass) {
    if (active) {
      Declared.name(lock, lockClass);
    }
    return lock;
  }

  /**
   * Declares a lock that is written by hand: its class name, the object it belongs to (printed, and
   * used to relate locks of one owner; may be null) and what it is (printed, such as {@code event}).
   */
  public static <T> T declare(T lock, String lockClass, Object owner, String kind) {
    if (active) {
      Declared.declare(lock, lockClass, owner, kind);
    }
    return lock;
  }

  /**
   * Declares the legal order of two locks of one class (lockdep's cmp_fn): taking {@code b} while
   * {@code a} is held is legal exactly when {@code order.compare(a, b) < 0}. The comparator is given
   * the lock objects as they were named, must be fast and take no lock.
   */
  public static void order(String lockClass, Comparator<Object> order) {
    if (active) {
      Declared.order(lockClass, order);
    }
  }

  /** Before a blocking acquire of a declared lock: checks it, then counts it as held. */
  public static void acquire(Object lock, AcquireMode mode) {
    if (active) {
      Declared.acquire(lock, mode, 0, null);
    }
  }

  /** As {@link #acquire}, as nesting level {@code subclass} (1, 2, ...) of the lock's class. */
  public static void acquireNested(Object lock, AcquireMode mode, int subclass) {
    if (active) {
      Declared.acquire(lock, mode, subclass, null);
    }
  }

  /** As {@link #acquire}; holding {@code outer} makes nesting within the class legal. */
  public static void acquireUnder(Object lock, AcquireMode mode, Object outer) {
    if (active) {
      Declared.acquire(lock, mode, 0, outer);
    }
  }

  /** After a successful acquire that could not block. */
  public static void tryAcquired(Object lock, AcquireMode mode) {
    if (active) {
      Declared.tryAcquired(lock, mode);
    }
  }

  /** After {@link #acquire}, when the lock was not granted after all (timeout, interrupt). */
  public static void acquireFailed(Object lock) {
    if (active) {
      Declared.failed(lock);
    }
  }

  /** When a declared lock is let go, by the thread that took it or by another one. */
  public static void release(Object lock) {
    if (active) {
      Declared.release(lock);
    }
  }

  /** An exclusive hold became a shared one without being let go. */
  public static void downgraded(Object lock) {
    if (active) {
      Declared.downgraded(lock);
    }
  }

  /** Before a wait until nobody holds the lock in a conflicting mode, without taking it. */
  public static void sync(Object lock, AcquireMode mode) {
    if (active) {
      Declared.sync(lock, mode);
    }
  }

  /** A unit of work in flight on a counter starts; whoever must end it holds the counter shared. */
  public static Ticket begin(Object counter) {
    return active ? Declared.begin(counter) : NoTicket.INSTANCE;
  }

  /** Before a wait until the counter is zero. */
  public static void await(Object counter) {
    if (active) {
      Declared.sync(counter, AcquireMode.EXCLUSIVE);
    }
  }

  private static final class NoTicket implements Ticket {
    static final NoTicket INSTANCE = new NoTicket();

    @Override
    public void handOff(Object target) {}

    @Override
    public void end() {}
  }
}
