package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.KIND_SHIFT;
import static dev.jlockdep.internal.held.ThreadState.MODE;
import static dev.jlockdep.internal.held.ThreadState.NEST;
import static dev.jlockdep.internal.held.ThreadState.SUBCLASS_MASK;
import static dev.jlockdep.internal.held.ThreadState.SUBCLASS_SHIFT;
import static dev.jlockdep.internal.held.ThreadState.TICKET;
import static dev.jlockdep.internal.held.ThreadState.TRY;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Scope;
import dev.jlockdep.internal.check.Contexts;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Held;
import dev.jlockdep.internal.check.Plain;
import dev.jlockdep.internal.check.SelfCheck;
import dev.jlockdep.internal.check.Validator;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.DeclaredTypes;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.held.ThreadState;
import dev.jlockdep.internal.held.Threads;
import java.util.Comparator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What the calls of {@link dev.jlockdep.Lockdep} mean while an agent watches. */
public final class Declared {
  /** Finds the synchronizer inside a JDK lock, which is what the hooks see. */
  public interface Unwrapper {
    Object synchronizerOf(Object lock);
  }

  /** What a scope is while nothing is watched. */
  static final Scope NO_SCOPE = new NoScope();
  static final int DECLARED_BITS = Kind.DECLARED << KIND_SHIFT;
  private static volatile Unwrapper unwrapper;
  private static volatile boolean active;

  private Declared() {}

  /** From now on an agent watches. */
  public static void activate() {
    active = true;
  }

  /** As {@code Lockdep.active}, for what users keep in fields. */
  static boolean active() {
    return active;
  }

  public static void unwrapper(Unwrapper u) {
    unwrapper = u;
  }

  /** What the hooks know a lock by. */
  static Object identity(Object lock) {
    Unwrapper u = unwrapper;
    if (u != null
        && (lock instanceof ReentrantLock
            || lock instanceof ReentrantReadWriteLock
            || lock instanceof ReentrantReadWriteLock.ReadLock
            || lock instanceof ReentrantReadWriteLock.WriteLock
            || lock instanceof java.util.concurrent.Semaphore)) {
      return u.synchronizerOf(lock);
    }
    return lock;
  }

  static int kindOf(Object lock, Object identity) {
    if (lock instanceof ReentrantLock) {
      return Kind.REENTRANT;
    }
    if (lock instanceof java.util.concurrent.locks.StampedLock) {
      return Kind.STAMPED;
    }
    if (lock instanceof java.util.concurrent.Semaphore) {
      return Kind.SEMAPHORE;
    }
    if (lock instanceof java.util.concurrent.CountDownLatch
        || lock instanceof java.util.concurrent.Future
        || lock instanceof java.util.concurrent.Executor
        || lock instanceof java.util.concurrent.locks.Condition) {
      return Kind.EVENT;
    }
    return identity == lock ? Kind.MONITOR : Kind.READ_WRITE;
  }

  public static void name(Object lock, String lockClass) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      Object identity = identity(lock);
      Instance known = Instances.known(identity);
      int kind = known != null ? known.kind : kindOf(lock, identity);
      LockClass c =
          ClassTable.of(
              lockClass, Kind.name(kind), Instances.typeName(lock.getClass()), false);
      Instance in = known != null ? known : Instances.made(identity, kind, c, 0, 0);
      if (in.lockClass != c) {
        Instances.rename(in, identity, c);
        Validator.renamed();
      }
      in.namedAs(lock);
      s.unresolve(0);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  public static void declare(
      Object lock, String lockClass, Object owner, String kind, boolean reentrant) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      LockClass c =
          ClassTable.of(lockClass, kind, Instances.typeName(lock.getClass()), true);
      Instance in = Instances.made(lock, Kind.DECLARED, c, s.task().id, s.moment());
      in.lockClass = c;
      c.reentrant = reentrant;
      if (owner != null) {
        in.ownedBy(owner);
        c.ownedBy(in.ownerHash, in.id);
        String type = Instances.typeName(owner.getClass());
        in.label = type.substring(type.lastIndexOf('.') + 1);
      }
      DeclaredTypes.add(lock.getClass());
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  public static void order(String lockClass, Comparator<Object> order) {
    try {
      ThreadState s = ThreadState.current();
      s.busy++;
      try {
        ClassTable.of(lockClass, "declared", "java.lang.Object", true).order = order;
      } finally {
        s.busy--;
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Declares something that passes on what is asked of it, see {@link LockClass#through}. */
  static Instance through(
      Object key, String lockClass, String kind, Object owner, int through) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      LockClass c = ClassTable.of(lockClass, kind, key.getClass().getName(), true);
      c.through = through;
      Instance in = Instances.made(key, Kind.DECLARED, c, 0, 0);
      in.written = true;
      if (owner != null) {
        in.ownedBy(owner);
      }
      String type = Instances.typeName(owner == null ? key.getClass() : owner.getClass());
      in.label = owner == null ? lockClass : type.substring(type.lastIndexOf('.') + 1);
      return in;
    } finally {
      s.busy--;
    }
  }

  /** The calling thread's state, or null while hooks are disabled on it. */
  static ThreadState ready() {
    ThreadState s = ThreadState.current();
    s.nextSite = 0;
    return s.busy == 0 ? s : null;
  }

  /** Whether both are there. Otherwise that is said, and the call must do nothing. */
  public static boolean given(String call, Object one, Object other) {
    if (one != null && other != null) {
      return true;
    }
    try {
      ThreadState s = ready();
      if (s != null) {
        String name = "Lockdep." + call;
        Plain.misuse(s, name, s.thread.getName() + " calls " + name + " with null");
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
    return false;
  }

  /** As {@link #ready}, with all that others did to the thread's holds applied. */
  static ThreadState settled() {
    ThreadState s = ready();
    if (s != null && s.foreignChanges != null) {
      s.takeForeignChanges();
    }
    return s;
  }

  public static Scope nonBlocking(String what) {
    try {
      ThreadState s = ready();
      return s == null ? NO_SCOPE : Contexts.open(s, what);
    } catch (Throwable t) {
      Errors.caught(t);
      return NO_SCOPE;
    }
  }

  public static void acquire(Object lock, AcquireMode mode, int subclass, Object outer) {
    try {
      ThreadState s = ready();
      if (s == null) {
        return;
      }
      int bits = DECLARED_BITS | Held.bits(mode) | (subclass & SUBCLASS_MASK) << SUBCLASS_SHIFT;
      if (outer != null) {
        Object id = identity(outer);
        if (s.indexOf(id) < 0) {
          SelfCheck.nestNotTaken(s, lock, id);
        } else {
          bits |= id == lock ? TRY : NEST;
        }
      }
      Hooks.request(s, lock, 0, bits);
      s.asked(lock);
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  public static void tryAcquired(Object lock, AcquireMode mode) {
    ThreadState s = ready();
    if (s != null) {
      Hooks.request(s, lock, 0, DECLARED_BITS | Held.bits(mode) | TRY);
    }
  }

  public static void failed(Object lock) {
    ThreadState s = ready();
    if (s != null) {
      int i = s.indexOf(lock);
      if (i >= 0) {
        s.leave(i);
      }
    }
  }

  public static void release(Object lock) {
    try {
      ThreadState s = settled();
      if (s == null) {
        return;
      }
      int i = indexOfHold(s, lock);
      if (i >= 0) {
        if (s.scopes != null) {
          Guards.released(s, lock);
        }
        s.leave(i);
      } else if (!Revocable.released(s, lock) && !elsewhere(s, lock)) {
        SelfCheck.badRelease(s, lock, Kind.DECLARED);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Index of the innermost hold of a lock, one that is no ticket before one that is; or -1. */
  static int indexOfHold(ThreadState s, Object lock) {
    int ticket = -1;
    for (int i = s.depth() - 1; i >= 0; i--) {
      if (s.stack[i].holds(lock)) {
        if ((s.stack[i].meta & TICKET) == 0) {
          return i;
        }
        ticket = ticket < 0 ? i : ticket;
      }
    }
    return ticket;
  }

  /** Released by a thread that does not hold it; false when nobody does. */
  private static boolean elsewhere(ThreadState s, Object lock) {
    s.busy++;
    try {
      // what was handed over first: a thread that waits for the lock is entered as a holder too
      return Unit.endLoose(lock) || Threads.releaseElsewhere(lock, Threads.ANY_MODE);
    } finally {
      s.busy--;
    }
  }

  public static void downgraded(Object lock) {
    ThreadState s = ready();
    if (s == null) {
      return;
    }
    int i = s.indexOf(lock);
    if (i >= 0) {
      s.stack[i].meta = s.stack[i].meta & ~MODE | ThreadState.READ;
      s.unresolve(i);
    }
  }

  public static void sync(Object lock, AcquireMode mode) {
    try {
      ThreadState s = ready();
      if (s == null) {
        return;
      }
      Probe.request(s, lock, DECLARED_BITS | Held.bits(mode));
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** A point that may take the lock: what is held now comes before it. */
  public static void mightLock(Object lock, AcquireMode mode) {
    try {
      ThreadState s = ready();
      if (s == null || s.depth() == 0 && s.foreignChanges == null) {
        return;
      }
      Object identity = identity(lock);
      Instance known = Instances.known(identity);
      int kind = known != null ? known.kind : kindOf(lock, identity);
      if (Kind.reentrant(kind) && s.indexOf(identity) >= 0) {
        return;
      }
      Probe.request(s, identity, kind << KIND_SHIFT | Held.bits(mode));
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  private static final class NoScope implements Scope {
    @Override
    public void close() {}
  }
}
