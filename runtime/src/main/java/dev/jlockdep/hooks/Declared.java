package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.KIND_SHIFT;
import static dev.jlockdep.internal.held.ThreadState.MODE;
import static dev.jlockdep.internal.held.ThreadState.NEST;
import static dev.jlockdep.internal.held.ThreadState.SUBCLASS_MASK;
import static dev.jlockdep.internal.held.ThreadState.SUBCLASS_SHIFT;
import static dev.jlockdep.internal.held.ThreadState.TICKET;
import static dev.jlockdep.internal.held.ThreadState.TRY;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Ticket;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Held;
import dev.jlockdep.internal.check.SelfCheck;
import dev.jlockdep.internal.check.Validator;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.DeclaredTypes;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.held.ThreadState;
import dev.jlockdep.internal.held.Threads;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What the calls of {@link dev.jlockdep.Lockdep} mean while an agent watches. */
public final class Declared {
  /** Finds the synchronizer inside a JDK lock, which is what the hooks see. */
  public interface Unwrapper {
    Object synchronizerOf(Object lock);
  }

  private static final int DECLARED_BITS = Kind.DECLARED << KIND_SHIFT;
  private static final int TICKET_BITS = DECLARED_BITS | ThreadState.READ | TRY | TICKET;
  private static volatile Unwrapper unwrapper;

  private Declared() {}

  public static void unwrapper(Unwrapper u) {
    unwrapper = u;
  }

  private static Object identity(Object lock) {
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

  private static int kindOf(Object lock, Object identity) {
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
        in.lockClass = c;
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

  public static void declare(Object lock, String lockClass, Object owner, String kind) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      LockClass c =
          ClassTable.of(lockClass, kind, Instances.typeName(lock.getClass()), true);
      Instance in = Instances.made(lock, Kind.DECLARED, c, s.task().id, s.acquisitions + 1);
      in.lockClass = c;
      if (owner != null) {
        in.ownedBy(owner);
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
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      ClassTable.of(lockClass, "declared", "java.lang.Object", true).order = order;
    } finally {
      s.busy--;
    }
  }

  private static ThreadState ready() {
    ThreadState s = ThreadState.current();
    s.nextSite = 0;
    return s.busy == 0 ? s : null;
  }

  public static void acquire(Object lock, AcquireMode mode, int subclass, Object outer) {
    ThreadState s = ready();
    if (s == null) {
      return;
    }
    int bits = DECLARED_BITS | Held.bits(mode) | (subclass & SUBCLASS_MASK) << SUBCLASS_SHIFT;
    if (outer != null) {
      Object id = identity(outer);
      if (s.indexOf(id) >= 0) {
        bits |= NEST;
      } else {
        SelfCheck.nestNotTaken(s, lock, id);
      }
    }
    Hooks.request(s, lock, 0, bits);
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
        s.remove(i);
      }
    }
  }

  public static void release(Object lock) {
    ThreadState s = ready();
    if (s == null) {
      return;
    }
    int i = s.indexOf(lock);
    if (i >= 0) {
      s.leave(i);
      return;
    }
    s.busy++;
    boolean elsewhere;
    try {
      elsewhere =
          Threads.releaseElsewhere(lock, ThreadState.X)
              || Threads.releaseElsewhere(lock, ThreadState.READ)
              || Threads.releaseElsewhere(lock, ThreadState.RECURSIVE);
    } finally {
      s.busy--;
    }
    if (!elsewhere) {
      SelfCheck.badRelease(s, lock, Kind.DECLARED);
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
    ThreadState s = ready();
    if (s == null) {
      return;
    }
    int before = s.depth();
    Hooks.request(s, lock, 0, DECLARED_BITS | Held.bits(mode));
    if (s.depth() > before) {
      s.remove(s.depth() - 1);
    }
  }

  public static Ticket begin(Object counter) {
    ThreadState s = ready();
    if (s == null) {
      return new Unit(counter, null);
    }
    // begin never blocks: it is a source of dependencies, not a target
    Hooks.request(s, counter, 0, TICKET_BITS);
    return new Unit(counter, s.thread);
  }

  /** One unit; {@code holder} is the thread that must end it, null when no thread of ours must. */
  private static final class Unit implements Ticket {
    private final Object counter;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Thread holder;

    Unit(Object counter, Thread holder) {
      this.counter = counter;
      this.holder = holder;
    }

    @Override
    public void handOff(Object target) {
      ThreadState s = ready();
      if (s == null || ended.get() || target == holder) {
        return;
      }
      takeOff(s);
      if (target instanceof Thread) {
        holder = (Thread) target;
        give(s, (Thread) target);
      }
    }

    @Override
    public void end() {
      ThreadState s = ready();
      if (ended.compareAndSet(false, true)) {
        if (s != null) {
          takeOff(s);
        }
      } else if (s != null) {
        SelfCheck.badRelease(s, counter, Kind.DECLARED);
      }
    }

    private void give(ThreadState s, Thread target) {
      s.busy++;
      try {
        StackTraceElement[] here = Stacks.fromPosition(Stacks.trim(new Throwable()));
        Threads.give(target, counter, TICKET_BITS, here);
      } catch (Throwable t) {
        Errors.record(t);
      } finally {
        s.busy--;
      }
    }

    /** The holder, if it is a thread, holds this unit no more. */
    private void takeOff(ThreadState s) {
      Thread h = holder;
      holder = null;
      if (h == s.thread) {
        takeOwn(s);
      } else if (h != null) {
        takeFrom(s, h);
      }
    }

    private void takeFrom(ThreadState s, Thread h) {
      s.busy++;
      try {
        ThreadState theirs = Threads.takeBack(h, counter) ? null : Threads.find(h);
        if (theirs != null) {
          Threads.releaseIn(theirs, counter, ThreadState.READ);
        }
      } finally {
        s.busy--;
      }
    }

    private void takeOwn(ThreadState s) {
      s.takeForeignChanges();
      for (int i = s.depth() - 1; i >= 0; i--) {
        if (s.stack[i].holds(counter) && (s.stack[i].meta & TICKET) != 0) {
          s.remove(i);
          return;
        }
      }
    }
  }
}
