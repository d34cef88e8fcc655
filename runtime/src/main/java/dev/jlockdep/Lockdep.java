package dev.jlockdep;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Region;
import dev.jlockdep.api.Retry;
import dev.jlockdep.api.Scope;
import dev.jlockdep.api.TaskQueue;
import dev.jlockdep.api.Ticket;
import dev.jlockdep.hooks.Counters;
import dev.jlockdep.hooks.Declared;
import dev.jlockdep.hooks.Guards;
import dev.jlockdep.hooks.Queue;
import dev.jlockdep.hooks.Ranges;
import dev.jlockdep.hooks.Regions;
import dev.jlockdep.hooks.Retries;
import dev.jlockdep.hooks.Revocable;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Suppression;
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
    Declared.activate();
    active = true;
  }

  // ---- locks -----------------------------------------------------------------------------------

  /** Gives a lock (monitor object, JDK lock, declared lock) the user's name for its lock class. */
  public static <T> T name(T lock, String lockClass) {
    if (active && Declared.given("name", lock, lockClass)) {
      Declared.name(lock, lockClass);
    }
    return lock;
  }

  /**
   * Declares a lock that is written by hand: its class name, the object it belongs to (printed, and
   * used to relate locks of one owner; may be null) and what it is (printed, such as {@code event}).
   * Its holder cannot take it again.
   */
  public static <T> T declare(T lock, String lockClass, Object owner, String kind) {
    if (active && Declared.given("declare", lock, lockClass)) {
      Declared.declare(lock, lockClass, owner, kind, false);
    }
    return lock;
  }

  /**
   * As {@link #declare}, for a lock that its holder may take again in the mode it holds it in, or
   * shared while it holds it exclusively.
   */
  public static <T> T declareReentrant(T lock, String lockClass, Object owner, String kind) {
    if (active && Declared.given("declareReentrant", lock, lockClass)) {
      Declared.declare(lock, lockClass, owner, kind, true);
    }
    return lock;
  }

  /**
   * Declares the legal order of two locks of one class (lockdep's cmp_fn): taking {@code b} while
   * {@code a} is held is legal exactly when {@code order.compare(a, b) < 0}. The comparator is given
   * the lock objects as they were named, must be fast and take no lock.
   */
  public static void order(String lockClass, Comparator<Object> order) {
    if (active && Declared.given("order", lockClass, order)) {
      Declared.order(lockClass, order);
    }
  }

  /** Before a blocking acquire of a declared lock: checks it, then counts it as held. */
  public static void acquire(Object lock, AcquireMode mode) {
    if (active && Declared.given("acquire", lock, mode)) {
      Declared.acquire(lock, mode, 0, null);
    }
  }

  /** As {@link #acquire}, as nesting level {@code subclass} (1, 2, ...) of the lock's class. */
  public static void acquireNested(Object lock, AcquireMode mode, int subclass) {
    if (active && Declared.given("acquireNested", lock, mode)) {
      Declared.acquire(lock, mode, subclass, null);
    }
  }

  /**
   * As {@link #acquire}; holding {@code outer} makes nesting within the class legal. With the lock
   * itself as {@code outer}: its holder was told that the lock is its own, and passes through.
   */
  public static void acquireUnder(Object lock, AcquireMode mode, Object outer) {
    if (active && Declared.given("acquireUnder", lock, mode)) {
      Declared.acquire(lock, mode, 0, outer);
    }
  }

  /** After a successful acquire that could not block. */
  public static void tryAcquired(Object lock, AcquireMode mode) {
    if (active && Declared.given("tryAcquired", lock, mode)) {
      Declared.tryAcquired(lock, mode);
    }
  }

  /** After {@link #acquire}, when the lock was not granted after all (timeout, interrupt). */
  public static void acquireFailed(Object lock) {
    if (active && Declared.given("acquireFailed", lock, lock)) {
      Declared.failed(lock);
    }
  }

  /** When a declared lock is let go, by the thread that took it or by another one. */
  public static void release(Object lock) {
    if (active && Declared.given("release", lock, lock)) {
      Declared.release(lock);
    }
  }

  /** An exclusive hold became a shared one without being let go. */
  public static void downgraded(Object lock) {
    if (active && Declared.given("downgraded", lock, lock)) {
      Declared.downgraded(lock);
    }
  }

  /** Before a wait until nobody holds the lock in a conflicting mode, without taking it. */
  public static void sync(Object lock, AcquireMode mode) {
    if (active && Declared.given("sync", lock, mode)) {
      Declared.sync(lock, mode);
    }
  }

  /**
   * A point that may take a lock (declared, or of the JDK) and let it go again, whether or not it
   * does so this time.
   */
  public static void mightLock(Object lock, AcquireMode mode) {
    if (active && Declared.given("mightLock", lock, mode)) {
      Declared.mightLock(lock, mode);
    }
  }

  /**
   * A declared lock that the calling thread holds will be released by another party: see {@link
   * Ticket#handOff}.
   */
  public static void handOff(Object lock, Object target) {
    if (active && Declared.given("handOff", lock, lock)) {
      Counters.handOffLock(lock, target);
    }
  }

  /** Until the scope is closed the calling thread's hold of a lock must not be let go. */
  public static Scope pin(Object lock) {
    return active && Declared.given("pin", lock, lock) ? Guards.pin(lock) : NoScope.INSTANCE;
  }

  /**
   * Until the scope is closed the calling thread's hold of a declared lock may be taken away
   * ({@link #revoked}): it is no hold for that long, and comes back at the end if it was not.
   */
  public static Scope revocable(Object lock) {
    return active && Declared.given("revocable", lock, lock)
        ? Revocable.open(lock)
        : NoScope.INSTANCE;
  }

  /** A {@link #revocable} hold of the lock was taken away. Any thread. */
  public static void revoked(Object lock) {
    if (active && Declared.given("revoked", lock, lock)) {
      Revocable.revoke(lock);
    }
  }

  // ---- ranges ----------------------------------------------------------------------------------

  /**
   * Declares the lock of ranges of {@code tree}. A range is a lock instance of its own; ranges of one
   * tree that overlap exclude each other, and may be taken one inside the other in ascending order
   * where they do not.
   */
  public static <T> T declareRanges(T tree, String lockClass, Object owner) {
    if (active && Declared.given("declareRanges", tree, lockClass)) {
      Ranges.declare(tree, lockClass, owner);
    }
    return tree;
  }

  /** Before a blocking acquire of the range from {@code from} to before {@code to}. */
  public static void acquireRange(Object tree, long from, long to, AcquireMode mode) {
    if (active && Declared.given("acquireRange", tree, mode)) {
      Ranges.acquire(tree, from, to, mode, false);
    }
  }

  /** After a successful acquire of a range that could not block. */
  public static void tryAcquiredRange(Object tree, long from, long to, AcquireMode mode) {
    if (active && Declared.given("tryAcquiredRange", tree, mode)) {
      Ranges.acquire(tree, from, to, mode, true);
    }
  }

  /** When a range is let go, by the thread that took it or by another one. */
  public static void releaseRange(Object tree, long from, long to) {
    if (active && Declared.given("releaseRange", tree, tree)) {
      Ranges.release(tree, from, to);
    }
  }

  /** A range that the calling thread holds will be let go by another party: see {@link #handOff}. */
  public static void handOffRange(Object tree, long from, long to, Object target) {
    if (active && Declared.given("handOffRange", tree, tree)) {
      Ranges.handOff(tree, from, to, target);
    }
  }

  // ---- counters and events ---------------------------------------------------------------------

  /** A unit of work in flight on a counter starts; whoever must end it holds the counter shared. */
  public static Ticket begin(Object counter) {
    try {
      return active && Declared.given("begin", counter, counter)
          ? Counters.begin(counter)
          : NoTicket.INSTANCE;
    } catch (Throwable t) {
      Errors.caught(t);
      return NoTicket.INSTANCE;
    }
  }

  /** As {@link Ticket#end()} of some unit of the counter, where the ticket is not at hand. */
  public static void end(Object counter) {
    if (active && Declared.given("end", counter, counter)) {
      Counters.end(counter);
    }
  }

  /** Before a wait until the counter is zero, or until the event is signalled. */
  public static void await(Object counter) {
    if (active && Declared.given("await", counter, counter)) {
      Counters.await(counter, null);
    }
  }

  /** As {@link #await(Object)}, for a wait that carries out the work of {@code own} meanwhile. */
  public static void await(Object counter, TaskQueue own) {
    if (active && Declared.given("await", counter, counter)) {
      Counters.await(counter, own);
    }
  }

  /**
   * Declares an event and the calling thread as the one that must signal it, from now on or until it
   * hands the ticket over; {@link Ticket#end()} is the signal. {@link #await(Object)} waits for it.
   * For an event that is signalled more than once, open the context of each signal at the start of
   * its signaller with {@link #begin}.
   */
  public static Ticket event(Object event, String lockClass, Object owner) {
    try {
      return active && Declared.given("event", event, lockClass)
          ? Counters.event(event, lockClass, owner)
          : NoTicket.INSTANCE;
    } catch (Throwable t) {
      Errors.caught(t);
      return NoTicket.INSTANCE;
    }
  }

  /** A queue of work; {@code owner} is the object it belongs to, or null. */
  public static TaskQueue taskQueue(String lockClass, Object owner) {
    return new Queue(lockClass, owner);
  }

  // ---- regions and contexts --------------------------------------------------------------------

  /** The region of that name, made when it is new. Keep it in a static field. */
  public static Region region(String name) {
    return Regions.named(name);
  }

  /** A point that may take a page fault: a copy from or to a user's buffer. */
  public static void mightFault() {
    if (active) {
      Regions.MMAP_LOCK.might();
    }
  }

  /** The page-fault handler runs on this thread until the scope is closed. */
  public static Scope enterFault() {
    return active ? Regions.MMAP_LOCK.enter() : NoScope.INSTANCE;
  }

  /** Nothing takes a page fault until the scope is closed; one really taken is a CONTEXT finding. */
  public static Scope noFault() {
    return active ? Regions.MMAP_LOCK.forbid("nofault section") : NoScope.INSTANCE;
  }

  /** As {@link #noFault}: page faults fail instead of being handled. */
  public static Scope pagefaultDisabled() {
    return active
        ? Regions.MMAP_LOCK.forbid("section with page faults disabled")
        : NoScope.INSTANCE;
  }

  /**
   * The calling thread waits for nothing without a time limit until the scope is closed; a wait
   * there is a CONTEXT finding. {@code what} names the section in findings.
   */
  public static Scope nonBlocking(String what) {
    return active && Declared.given("nonBlocking", what, what)
        ? Declared.nonBlocking(what)
        : NoScope.INSTANCE;
  }

  /** A point that may start memory reclaim: an allocation. */
  public static void mightReclaim() {
    if (active) {
      Regions.FS_RECLAIM.might();
    }
  }

  /** Memory reclaim runs on this thread until the scope is closed. */
  public static Scope enterReclaim() {
    return active ? Regions.FS_RECLAIM.enter() : NoScope.INSTANCE;
  }

  /** No allocation reclaims until the scope is closed; reclaim really run is a CONTEXT finding. */
  public static Scope noReclaim() {
    return active ? Regions.FS_RECLAIM.forbid("noreclaim section") : NoScope.INSTANCE;
  }

  // ---- guards ----------------------------------------------------------------------------------

  /**
   * An operation that needs a lock in this mode (exclusive satisfies shared): an UNGUARDED finding
   * where the calling thread does not hold it. Each call enters the audit of the operation.
   */
  public static void requires(String operation, Object lock, AcquireMode mode) {
    try {
      if (active && Declared.given("requires", operation, mode)
          && Declared.given("requires", lock, lock)) {
        Guards.requires(operation, mode, new Object[] {lock});
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** As {@link #requires}; one of the locks is enough. */
  public static void requiresAny(String operation, AcquireMode mode, Object... locks) {
    if (active && Declared.given("requiresAny", operation, mode)
        && Declared.given("requiresAny", locks, locks)) {
      Guards.requires(operation, mode, locks);
    }
  }

  /** An operation whose guard is not declared: its audit tells which locks most calls hold. */
  public static void operation(String operation) {
    try {
      if (active && Declared.given("operation", operation, operation)) {
        Guards.requires(operation, AcquireMode.READ, new Object[0]);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** An UNGUARDED finding unless the calling thread holds the lock in this mode or a stronger one. */
  public static void assertHeld(Object lock, AcquireMode mode) {
    if (active && Declared.given("assertHeld", lock, mode)) {
      Guards.assertHeld(lock, mode);
    }
  }

  /** A CONTEXT finding if the calling thread holds the lock, or a unit of the counter. */
  public static void assertNotHeld(Object lock) {
    if (active && Declared.given("assertNotHeld", lock, lock)) {
      Guards.assertNotHeld(lock);
    }
  }

  /**
   * A boundary that no hold may cross (return to the user, end of a request): a LEAK finding for each
   * lock that the calling thread took and for each ticket that it has not handed over.
   */
  public static void assertNothingHeld(String boundary) {
    if (active && Declared.given("assertNothingHeld", boundary, boundary)) {
      Guards.assertNothingHeld(boundary);
    }
  }

  // ---- progress, suppression -------------------------------------------------------------------

  /** As {@link #retry(String, int)} with two attempts at the same progress. */
  public static Retry retry(String key) {
    return retry(key, Retries.SAME_PROGRESS_MAX);
  }

  /**
   * A loop that tries again; more than {@code attemptsMax} attempts at the same progress are a
   * LIVELOCK finding. {@code key} names the loop.
   */
  public static Retry retry(String key, int attemptsMax) {
    try {
      return active && Declared.given("retry", key, key)
          ? Retries.open(key, attemptsMax)
          : NoRetry.INSTANCE;
    } catch (Throwable t) {
      Errors.caught(t);
      return NoRetry.INSTANCE;
    }
  }

  /**
   * Findings that the calling thread makes until the scope is closed, and those that rest on what it
   * did in it, are notes that fail nothing. {@code reason} is printed and listed with their number.
   */
  public static Scope suppress(String reason) {
    try {
      return active && Declared.given("suppress", reason, reason)
          ? Suppression.open(reason)
          : NoScope.INSTANCE;
    } catch (Throwable t) {
      Errors.caught(t);
      return NoScope.INSTANCE;
    }
  }

  private static final class NoTicket implements Ticket {
    static final NoTicket INSTANCE = new NoTicket();

    @Override
    public void handOff(Object target) {}

    @Override
    public void end() {}
  }

  private static final class NoScope implements Scope {
    static final NoScope INSTANCE = new NoScope();

    @Override
    public void close() {}
  }

  private static final class NoRetry implements Retry {
    static final NoRetry INSTANCE = new NoRetry();

    @Override
    public void attempt(long progress) {}

    @Override
    public void fellBack() {}

    @Override
    public void close() {}
  }
}
