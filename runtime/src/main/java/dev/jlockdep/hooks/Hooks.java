package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.AGAIN;
import static dev.jlockdep.internal.held.ThreadState.KIND_SHIFT;
import static dev.jlockdep.internal.held.ThreadState.MODE;
import static dev.jlockdep.internal.held.ThreadState.READ;
import static dev.jlockdep.internal.held.ThreadState.RECURSIVE;
import static dev.jlockdep.internal.held.ThreadState.TICKET;
import static dev.jlockdep.internal.held.ThreadState.TIMED;
import static dev.jlockdep.internal.held.ThreadState.TRY;
import static dev.jlockdep.internal.held.ThreadState.X;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Forks;
import dev.jlockdep.internal.check.Incomplete;
import dev.jlockdep.internal.check.InitEdges;
import dev.jlockdep.internal.check.OpenScope;
import dev.jlockdep.internal.check.Permits;
import dev.jlockdep.internal.check.SelfCheck;
import dev.jlockdep.internal.check.Validator;
import dev.jlockdep.internal.check.Waits;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import dev.jlockdep.internal.held.Threads;
import java.util.concurrent.ThreadPoolExecutor;
import jdk.internal.vm.annotation.DontInline;

/**
 * Called by woven code. No method throws, except {@link LockdepDeadlockError} out of a request where
 * the agent was told to; none takes a lock that is watched; the steady state allocates nothing.
 *
 * <p>Whatever is not the usual way is kept out of line ({@link DontInline}, which the JVM heeds in
 * types of the bootstrap loader): inlined into each method that takes a lock, it made the compiler
 * take twice as long for a program, which then ran uncompiled for as long. So are the borders between
 * the steps of the general path, each of which the compiler otherwise compiles with all that follow.
 *
 * <p>A request is reported <em>before</em> the blocking acquire and at once counted as held; when the
 * acquire fails after all, {@link #failed} takes it back.
 */
public final class Hooks {
  private static final int BIN = Kind.BIN << KIND_SHIFT;
  private static final int MONITOR_BITS = Kind.MONITOR << KIND_SHIFT;

  private Hooks() {}

  // ---- monitors --------------------------------------------------------------------------------

  /** Before {@code monitorenter}; the JVM itself complains about null. */
  public static void monitorRequest(Object lock, int site) {
    if (lock == null) {
      return;
    }
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      acquire(s, lock, site, MONITOR_BITS);
    }
  }

  /** After {@code monitorexit}. */
  public static void monitorExit(Object lock) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    int top = s.depth() - 1;
    if (top >= 0) {
      HeldEntry e = s.stack[top];
      if (e.holds(lock)) {
        leave(s, e);
        return;
      }
    }
    drop(s, lock, X);
  }

  private static void leave(ThreadState s, HeldEntry e) {
    if (e.count == 0) {
      s.pop(e);
    } else {
      e.count--;
    }
  }

  /** The way in that most acquires take; what it cannot settle goes on in {@link #first}. */
  private static void acquire(ThreadState s, Object lock, int site, int bits) {
    HeldEntry e = s.repeat(lock, site, bits, Validator.epoch());
    if (e == null) {
      first(s, lock, site, bits);
    } else if ((s.acquisitions & s.sampleMask) == 0) {
      sample(s, e, lock, bits);
    }
  }

  /**
   * A leaf hold costs a push. At places known to have requests inside it is resolved at once, and now
   * and then anyway: a lock that is taken again and again then goes the faster way.
   */
  @DontInline
  private static void first(ThreadState s, Object lock, int site, int bits) {
    try {
      if (repeatsOther(s, lock, site, bits)) {
        return;
      }
      if (s.depth() != 0 || s.foreignChanges != null) {
        request(s, lock, site, bits);
        return;
      }
      s.push(lock, site, bits);
      if (s.journal.wants(site)) {
        Waits.requested(s);
      } else if (s.oneIn(s.freshShift)) {
        Validator.resolveFully(s);
      } else if (Sites.isNested(site)) {
        Validator.resolve(s);
      }
    } catch (LockdepDeadlockError wanted) {
      throw wanted;
    } catch (Throwable t) {
      Errors.record(t);
    }
  }

  /** Whether a slot that was put by for the place stands for the new hold. */
  private static boolean repeatsOther(ThreadState s, Object lock, int site, int bits) {
    HeldEntry e = s.repeatOther(lock, site, bits, Validator.epoch());
    if (e == null) {
      return false;
    }
    if ((s.acquisitions & s.sampleMask) == 0) {
      sample(s, e, lock, bits);
    }
    return true;
  }

  /** Now and then a well-known chain is looked at again. */
  @DontInline
  private static void sample(ThreadState s, HeldEntry e, Object lock, int bits) {
    s.sampled();
    if (s.depth() > 1 && (bits & (TRY | AGAIN)) == 0) {
      try {
        slow(s, lock, bits);
      } catch (LockdepDeadlockError wanted) {
        throw wanted;
      } catch (Throwable t) {
        Errors.record(t);
      }
    }
  }

  /**
   * Before {@code monitorenter} on a bin of a ConcurrentHashMap. {@code callsOut}: user code may run
   * under it; a bin that only a leaf operation takes matters when something is held already. Maps that
   * the JDK made for itself are left out: they are many and would share one lock class.
   */
  public static void binRequest(Object node, Object map, int hash, int callsOut, int site) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && (s.depth() != 0 || callsOut != 0) && node != null) {
      bin(s, node, map, hash, site);
    }
  }

  @DontInline
  private static void bin(ThreadState s, Object node, Object map, int hash, int site) {
    Instance known = s.binMap;
    if (known == null || !known.refersTo(map)) {
      known = Instances.known(map);
      if (known == null) {
        return;
      }
      s.binMap = known;
    }
    s.binHash = hash;
    try {
      if (s.depth() == 0) {
        s.pushBin(node, site, BIN);
        return;
      }
    } catch (Throwable t) {
      Errors.record(t);
      return;
    }
    request(s, node, site, BIN);
  }

  /** Before {@code Object.wait}: the monitor is let go and asked for again with the rest held. */
  public static void waits(Object lock) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && s.depth() > 1) {
      asksAgain(s, lock);
    }
  }

  @DontInline
  private static void asksAgain(ThreadState s, Object lock) {
    try {
      Validator.heal(s, s.depth());
      int i = s.indexOf(lock);
      if (i >= 0 && s.depth() > 1) {
        Validator.resolve(s);
        Validator.reacquire(s, i);
      }
    } catch (Throwable t) {
      Errors.record(t);
    }
  }

  // ---- locks of java.util.concurrent -----------------------------------------------------------
  // The lock is null where the object is a mock, made without running its constructor.

  /** Announces the position of the lock call that follows. */
  public static void at(int site) {
    ThreadState.current().nextSite = site;
  }

  /** Announces the creation site of the lock constructor that follows. */
  public static void making(int madeSite) {
    ThreadState.current().nextMade = madeSite;
  }

  /** Before a blocking acquire. {@code bits}: kind, mode, TIMED. */
  public static void lockRequest(Object lock, int bits) {
    ThreadState s = ThreadState.current();
    int site = s.nextSite;
    s.nextSite = 0;
    if (s.busy != 0 || lock == null) {
      return;
    }
    int kind = bits >>> KIND_SHIFT;
    if (kind == Kind.SEMAPHORE) {
      semaphoreRequest(s, lock, site, bits);
    } else if (site == 0) {
      // without a site a stack is kept
      request(s, lock, site, bits);
    } else if (kind == Kind.READ_WRITE && (bits & MODE) == X) {
      writeRequest(s, lock, site, bits);
    } else {
      acquire(s, lock, site, bits);
    }
  }

  /** A semaphore that the slot was resolved for is a mutex: slots are void once its class is none. */
  private static void semaphoreRequest(ThreadState s, Object lock, int site, int bits) {
    HeldEntry e = site == 0 ? null : s.repeat(lock, site, bits, Validator.epoch());
    if (e == null) {
      firstOfSemaphore(s, lock, site, bits);
    } else if ((s.acquisitions & s.sampleMask) == 0) {
      sample(s, e, lock, bits);
    }
  }

  @DontInline
  private static void firstOfSemaphore(ThreadState s, Object lock, int site, int bits) {
    if (!mutex(s, lock)) {
      Permits.asks(s, lock, (bits & TIMED) == 0);
    } else if (site == 0) {
      request(s, lock, site, bits);
    } else {
      first(s, lock, site, bits);
    }
  }

  /**
   * A writer is noted at once, since readers can be stuck behind it: no leaf push. Where the slot was
   * resolved for it before, that has happened.
   */
  private static void writeRequest(ThreadState s, Object lock, int site, int bits) {
    HeldEntry e = s.repeat(lock, site, bits, Validator.epoch());
    if (e == null) {
      firstWrite(s, lock, site, bits);
    } else if ((s.acquisitions & s.sampleMask) == 0) {
      sample(s, e, lock, bits);
    }
  }

  @DontInline
  private static void firstWrite(ThreadState s, Object lock, int site, int bits) {
    try {
      if (!repeatsOther(s, lock, site, bits)) {
        request(s, lock, site, bits);
      }
    } catch (LockdepDeadlockError wanted) {
      throw wanted;
    } catch (Throwable t) {
      Errors.record(t);
    }
  }

  /** After a successful acquire that could not block. */
  public static void lockTried(Object lock, int bits) {
    ThreadState s = ThreadState.current();
    int site = s.nextSite;
    s.nextSite = 0;
    if (s.busy != 0 || lock == null) {
      return;
    }
    if (bits >>> KIND_SHIFT == Kind.SEMAPHORE && !mutex(s, lock)) {
      Permits.asks(s, lock, false);
      return;
    }
    if (site == 0) {
      request(s, lock, site, bits | TRY);
    } else {
      acquire(s, lock, site, bits | TRY);
    }
  }

  /** A requested acquire was not granted: timeout, interrupt, error. */
  public static void failed(Object lock, int bits) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && lock != null) {
      drop(s, lock, bits & MODE);
      s.journal.takeBack(lock);
    }
  }

  /** {@link #failed} when a result says so: {@code wanted} 1 for true / non-zero. */
  public static void failedIf(Object lock, int bits, int result, int wanted) {
    if ((result != 0) == (wanted != 0)) {
      failed(lock, bits);
    }
  }

  public static void lockTriedIf(Object lock, int bits, int result, int wanted) {
    if ((result != 0) == (wanted != 0)) {
      lockTried(lock, bits);
    } else {
      ThreadState.current().nextSite = 0;
    }
  }

  public static void releasedIf(Object lock, int bits, int result, int wanted) {
    if ((result != 0) == (wanted != 0)) {
      released(lock, bits);
    }
  }

  public static void synchronizerFailedIf(Object sync, int bits, int result, int wanted) {
    if ((result != 0) == (wanted != 0)) {
      synchronizerFailed(sync, bits);
    }
  }

  /** After a release. */
  public static void released(Object lock, int bits) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0 || lock == null) {
      return;
    }
    int top = s.depth() - 1;
    if (top >= 0) {
      HeldEntry e = s.stack[top];
      if ((e.meta & MODE) == (bits & MODE) && e.holds(lock)) {
        if (bits >>> KIND_SHIFT == Kind.SEMAPHORE
            && (e.ref != null || !e.byTaker)) {
          releasedByTaker(e);
        }
        leave(s, e);
        return;
      }
    }
    if (!drop(s, lock, bits & MODE) && Kind.ownerless(bits >>> KIND_SHIFT & 15)) {
      if (bits >>> KIND_SHIFT == Kind.SEMAPHORE) {
        Permits.gives(s, lock);
      }
      releasedElsewhere(s, lock, bits);
    }
  }

  @DontInline
  private static void releasedByTaker(HeldEntry e) {
    Instance in = e.inst;
    if (in == null || !in.refersTo(e.lock())) {
      in = Instances.known(e.lock());
    }
    if (in != null && !in.lockClass.releasedByTaker) {
      in.lockClass.releasedByTaker = true;
    }
    e.byTaker = true;
  }

  /** A release threw: the lock was not held. */
  public static void badRelease(Object lock, int bits) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0) {
      SelfCheck.badRelease(s, lock, bits >>> KIND_SHIFT & 15);
    }
  }

  /** Before a {@code Condition} wait of the given synchronizer. */
  public static void conditionWaits(Object lock) {
    ThreadState s = ThreadState.current();
    if (s.busy == 0 && lock != null && s.depth() > 1) {
      asksAgain(s, lock);
    }
  }

  /** After a lock constructor. */
  @DontInline
  public static void lockMade(Object lock, int bits) {
    ThreadState s = ThreadState.current();
    int made = s.nextMade;
    s.nextMade = 0;
    if (s.busy != 0 || lock == null) {
      return;
    }
    s.busy++;
    try {
      int kind = bits >>> KIND_SHIFT;
      LockClass c =
          made != 0
              ? Instances.classOfSite(made, kind, null)
              : Instances.classOfCaller(lock, kind);
      register(s, lock, kind, c, made);
      s.lastWrapper =
          made != 0 && s.lastMade != null ? Instances.nameAfterWrapper(s.lastMade, made) : null;
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** Where few are made each is registered at once; where many, it is noted and found when needed. */
  private static void register(ThreadState s, Object lock, int kind, LockClass c, int madeSite) {
    int task = s.depth() == 0 ? 0 : s.task().id;
    if (madeSite == 0 || kind == Kind.SEMAPHORE || !Sites.makesMany(madeSite)) {
      s.lastMade = Instances.made(lock, kind, c, task, s.moment());
      s.lastNoted = 0;
    } else {
      s.lastMade = null;
      s.lastNoted = Instances.noted(lock, c, task, s.moment());
    }
  }

  /** As {@link #lockMade}, for a semaphore: with one permit it can be a mutex. */
  public static void semaphoreMade(Object lock, int permits, int bits) {
    if (permits == 1) {
      lockMade(lock, bits);
    } else {
      ThreadState s = ThreadState.current();
      s.nextMade = 0;
      if (s.busy == 0) {
        Permits.made(s, lock, permits);
      }
    }
  }

  /** Only semaphores made with one permit are known, and never released by a stranger so far. */
  private static boolean mutex(ThreadState s, Object lock) {
    int d = s.depth();
    Instance in = d < s.stack.length ? s.stack[d].inst : null;
    if (in == null || !in.refersTo(lock)) {
      in = Instances.known(lock);
    }
    return in != null && !in.lockClass.ownerless;
  }

  /** A lock of a user type goes into a field: the lock made inside it gets the field's name. */
  @DontInline
  public static void stored(Object lock, int madeSite) {
    ThreadState s = ThreadState.current();
    Instance in = s.lastMade;
    String wrapper = s.lastWrapper;
    if (in == null || wrapper == null || lock == null || madeSite == 0 || s.busy != 0) {
      return;
    }
    s.busy++;
    try {
      if (wrapper.equals(lock.getClass().getName())) {
        in.lockClass = Instances.classOfSite(madeSite, in.kind, lock.getClass());
        s.lastWrapper = null;
        s.lastMade = null;
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** The lock made last by this thread was stored in a field of {@code owner}. */
  @DontInline
  public static void owned(Object owner, Object lock) {
    try {
      ThreadState s = ThreadState.current();
      if (owner == null || s.busy != 0) {
        return;
      }
      if (s.lastMade != null) {
        s.lastMade.ownedBy(owner);
        if (!owner.getClass().getName().equals(s.lastWrapper)) {
          s.lastMade = null; // a wrapper may go into a field yet
        }
      } else if (s.lastNoted != 0) {
        Instances.owned(s.lastNoted, owner);
        s.lastNoted = 0;
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** A plain object that may serve as a monitor was made. */
  @DontInline
  public static void objectMade(Object lock, int madeSite) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0 || madeSite == 0) {
      return;
    }
    s.busy++;
    try {
      LockClass c = Instances.classOfSite(madeSite, Kind.MONITOR, lock.getClass());
      register(s, lock, Kind.MONITOR, c, madeSite);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** In the constructor of a type whose instances serve as monitors. */
  public static void born(Object lock) {
    ThreadState s = ThreadState.current();
    if (s.depth() != 0 && s.busy == 0) {
      bornInside(s, lock);
    }
  }

  @DontInline
  private static void bornInside(ThreadState s, Object lock) {
    s.busy++;
    try {
      Instances.noted(lock, null, s.task().id, s.moment());
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** A mode change of a StampedLock; stamps of 0 and optimistic stamps hold nothing. */
  public static void converted(Object lock, long from, long to, int bits) {
    if (to == 0) {
      ThreadState.current().nextSite = 0;
      return;
    }
    int before = stampMode(from);
    int after = stampMode(to);
    if (before == after) {
      return;
    }
    if (before >= 0) {
      released(lock, bits | before);
    }
    if (after >= 0) {
      lockTried(lock, bits | after);
    }
  }

  private static int stampMode(long stamp) {
    return (stamp & 128L) != 0 ? X : (stamp & 127L) != 0 ? READ : -1;
  }

  /** An acquire on a synchronizer that is not the JDK's own. */
  @DontInline
  public static void synchronizerRequest(Object sync, int bits) {
    if (ForeignSynchronizers.watched(sync)) {
      lockRequest(sync, bits);
    }
  }

  public static void synchronizerFailed(Object sync, int bits) {
    if (ForeignSynchronizers.watched(sync)) {
      failed(sync, bits);
    }
  }

  public static void synchronizerReleased(Object sync, boolean free, int bits) {
    if (free && ForeignSynchronizers.watched(sync)) {
      released(sync, bits);
    }
  }

  // ---- threads and tasks -----------------------------------------------------------------------

  /** Before a thread is started by the calling one. */
  @DontInline
  public static void starting(Thread child) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    s.busy++;
    try {
      Threads.starting(s, child);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** At the end of a thread, on that thread. */
  @DontInline
  public static void exiting(Thread thread) {
    if (thread != Thread.currentThread()) {
      return;
    }
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    try {
      if (s.foreignChanges != null) {
        s.takeForeignChanges();
      }
      Waits.threadEnds(s, thread);
      if (s.scopes != null) {
        OpenScope.leaks(s, null, "thread");
      }
      SelfCheck.leaks(s, 0, "thread");
      s.busy++;
      s.dispose();
    } catch (Throwable t) {
      Errors.record(t);
    }
  }

  /** Before a pool runs a task. A pool of one thread runs them in order: they stay one task. */
  @DontInline
  public static void taskBegins(Object pool) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    s.pool = pool;
    try {
      s.journal.newTask(s);
      if (!(pool instanceof ThreadPoolExecutor)
          || ((ThreadPoolExecutor) pool).getMaximumPoolSize() > 1) {
        Tasks.begin(s, s.task().test.isEmpty() ? Threads.currentTest : s.task().test);
      } else {
        s.taskDepth = s.depth();
        s.taskScopes = s.scopes;
      }
    } catch (Throwable t) {
      Errors.record(t);
    }
  }

  /** A JUnit 4 or TestNG test starts on this thread; what it prints as names it. */
  public static void testStarts(Object description) {
    ThreadState s = ThreadState.current();
    if (s.busy != 0) {
      return;
    }
    s.busy++;
    try {
      String name = String.valueOf(description);
      Threads.currentTest = name;
      Tasks.begin(s, name);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** After a pool ran a task. */
  public static void taskEnds() {
    ThreadState s = ThreadState.current();
    WaitHooks.taskEnds(s);
    if (s.busy != 0) {
      return;
    }
    try {
      if (s.foreignChanges != null) {
        s.takeForeignChanges();
      }
      if (s.scopes != s.taskScopes) {
        OpenScope.leaks(s, s.taskScopes, "task");
      }
      if (s.depth() > s.taskDepth) {
        SelfCheck.leaks(s, s.taskDepth, "task");
      }
    } catch (Throwable t) {
      Errors.record(t);
    }
  }

  // ---- the general path ------------------------------------------------------------------------

  /** Any request: re-entry is settled first, then the chain is looked up. */
  @DontInline
  public static void request(ThreadState s, Object lock, int site, int bits) {
    try {
      if (s.foreignChanges != null) {
        s.takeForeignChanges();
      }
      int d = s.depth();
      HeldEntry[] stack = s.stack;
      for (int i = d - 1; i >= 0; i--) {
        if (stack[i].holds(lock)) {
          again(s, i, lock, site, bits);
          return;
        }
      }
      if (d >= Limits.HELD_MAX) {
        tooDeep();
        return;
      }
      int below = s.resolvedDepth();
      HeldEntry e = bits == BIN ? s.pushBin(lock, site, bits) : s.push(lock, site, bits);
      look(s, e, lock, d, below, site, bits);
    } catch (LockdepDeadlockError wanted) {
      throw wanted;
    } catch (Throwable t) {
      // out of memory or stack: what the hold depends on is not known
      Errors.record(t);
    }
  }

  @DontInline
  private static void look(
      ThreadState s, HeldEntry e, Object lock, int d, int below, int site, int bits) {
    if (site == 0) {
      trace(s, d);
    }
    if (d != 0 && below == 0) {
      Sites.setNested(s.stack[0].site);
    }
    Validator.resolve(s);
    if (s.newWriters != null) {
      Validator.writersSeen(s);
    }
    if (s.journal.wants(site)) {
      Waits.requested(s);
    }
    if (e.epoch == -1 && s.oneIn(s.freshShift)) {
      // no known instance: fine for locks that come and go, slow for one that stays
      Validator.resolveFully(s);
    }
    if (d == 0 || (bits & (TRY | AGAIN)) != 0) {
      return;
    }
    if (s.virtual && Validator.settled(e.key)) {
      return;
    }
    if (Validator.unproven(s, e.key, false)) {
      slow(s, lock, bits);
    }
  }

  @DontInline
  private static void slow(ThreadState s, Object lock, int bits) {
    Validator.heal(s, s.depth() - 1);
    Validator.resolve(s);
    if (s.depth() < 2) {
      return;
    }
    Finding f = Validator.request(s);
    if (f != null) {
      drop(s, lock, bits & MODE);
      throw new LockdepDeadlockError(f.kind().headline() + ": " + f.message(), f);
    }
  }

  @DontInline
  private static void tooDeep() {
    Incomplete.report("locks held at once by a thread", Limits.HELD_MAX, "no option");
  }

  @DontInline
  private static void trace(ThreadState s, int i) {
    if (s.traceBudget > 0) {
      s.traceBudget--;
    } else if ((s.acquisitions & 1023) != 0) {
      return;
    }
    s.busy++;
    try {
      s.stack[i].trace = Stacks.fromPosition(Stacks.trim(new Throwable()));
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** The thread holds this very instance at {@code i} (its innermost hold of it). */
  @DontInline
  private static void again(ThreadState s, int i, Object lock, int site, int bits) {
    int kind = bits >>> KIND_SHIFT & 15;
    int held = s.stack[i].meta & MODE;
    int wanted = bits & MODE;
    switch (kind) {
      case Kind.READ_WRITE:
        again(s, lock, site, bits, held, wanted);
        return;
      case Kind.STAMPED:
      case Kind.SEMAPHORE:
      case Kind.DECLARED:
        if (reentrant(lock)) {
          again(s, lock, site, bits, held, wanted);
          return;
        }
        pushAgain(s, i, lock, site, bits, held, wanted);
        return;
      default:
        if (i < s.journal.helpBase()) {
          Forks.takenAgain(s, i, site);
        }
        initialiserTakesAgain(s, i, site);
        s.stack[i].count++;
    }
  }

  /** An initialiser takes a lock that is held outside of it. */
  private static void initialiserTakesAgain(ThreadState s, int i, int site) {
    for (int k = s.depth() - 1; k > i; k--) {
      if (s.kind(k) == Kind.INIT) {
        InitEdges.takenAgain(s, k, i, site);
        return;
      }
    }
  }

  /** Whether a declared lock may be taken again by its holder. */
  static boolean reentrant(Object lock) {
    Instance in = Instances.known(lock);
    return in != null && in.lockClass.reentrant;
  }

  /** A read-write lock: same mode counts, write then read is a downgrade, read then write hangs. */
  private static void again(
      ThreadState s, Object lock, int site, int bits, int held, int wanted) {
    int write = -1;
    int read = -1;
    for (int k = s.depth() - 1; k >= 0; k--) {
      if (s.stack[k].holds(lock)) {
        if ((s.stack[k].meta & MODE) == X) {
          write = k;
        } else {
          read = k;
        }
      }
    }
    int same = wanted == X ? write : read;
    if (same >= 0) {
      s.stack[same].count++;
      return;
    }
    boolean upgrade = wanted == X;
    pushChecked(s, read, lock, site, bits, upgrade && (bits & TRY) == 0);
  }

  private static void pushAgain(
      ThreadState s, int i, Object lock, int site, int bits, int held, int wanted) {
    boolean legal =
        (bits & TRY) != 0 || (bits & TIMED) != 0
            || held != X && wanted == RECURSIVE
            || (bits & TICKET) != 0 && held != X;
    pushChecked(s, i, lock, site, bits, !legal);
  }

  /** Asks for a lock again that is held at {@code i}; {@code recursion}: that can block. */
  static void pushChecked(
      ThreadState s, int i, Object lock, int site, int bits, boolean recursion) {
    int d = s.depth();
    if (d >= Limits.HELD_MAX) {
      tooDeep();
      return;
    }
    s.push(lock, site, bits | AGAIN);
    if (site == 0) {
      trace(s, d);
    }
    if (recursion) {
      Finding f = SelfCheck.recursion(s, i);
      if (f != null) {
        s.remove(d);
        throw new LockdepDeadlockError(f.kind().headline() + ": " + f.message(), f);
      }
    }
  }

  /** Takes back one hold in a mode; false when the thread has none. */
  @DontInline
  public static boolean drop(ThreadState s, Object lock, int mode) {
    for (int i = s.depth() - 1; i >= 0; i--) {
      if (modesMatch(s.stack[i].meta & MODE, mode) && s.stack[i].holds(lock)) {
        s.leave(i);
        return true;
      }
    }
    return false;
  }

  private static boolean modesMatch(int held, int released) {
    return held == released || held != X && released != X;
  }

  /** Released by a thread that does not hold it: a semaphore then is no mutex. */
  @DontInline
  private static void releasedElsewhere(ThreadState s, Object lock, int bits) {
    s.busy++;
    try {
      Instance in = Instances.known(lock);
      if (in == null || in.lockClass.ownerless) {
        return;
      }
      boolean elsewhere = Threads.releaseElsewhere(lock, bits & MODE);
      if ((bits >>> KIND_SHIFT & 15) == Kind.SEMAPHORE) {
        if (!elsewhere) {
          SelfCheck.badRelease(s, lock, Kind.SEMAPHORE);
        }
        in.lockClass.ownerless = true;
        Validator.renamed();
        Permits.made(s, lock, 1);
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }
}
