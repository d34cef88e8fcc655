package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.TIMED;
import static dev.jlockdep.internal.held.ThreadState.TRY;
import static dev.jlockdep.internal.held.ThreadState.X;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Scope;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Held;
import dev.jlockdep.internal.check.Suppression;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.graph.WeakTable;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.Arrays;

/**
 * Called by methods that a model or an annotation says something of: {@link #enter} before the first
 * instruction, {@code exit} before each return, {@link #thrown} when an exception leaves. What enter
 * returns is kept in a local variable for the other two.
 *
 * <p>A lock that is written by hand is mostly the object itself, whose monitor is another lock: so it
 * gets an identity of its own, which lives as long as the object.
 */
public final class Modelled {
  /** The identities of the modelled locks of one object. */
  private static final class Of extends WeakTable.Entry {
    /** Replaced under {@link #LOCK}, never changed. */
    private volatile Own[] own = new Own[0];

    Of(Object object, int hash) {
      super(object, hash, TABLE);
    }
  }

  /** The identity of one modelled lock. */
  private static final class Own {
    final String name;

    Own(String name) {
      this.name = name;
    }
  }

  private static final Rule NOTHING =
      new Rule(
          Rule.Verb.TRIES, null, AcquireMode.EXCLUSIVE, false, Rule.When.NONZERO, "");
  private static final SpinLock LOCK = new SpinLock();
  private static final WeakTable TABLE = new WeakTable(256);

  private Modelled() {}

  /** Initialises what the hooks use: called when the first rule is woven, never inside a hook. */
  public static void prepare() {
    Rule.Verb.values();
    Rule.When.values();
    new Of(TABLE, System.identityHashCode(TABLE)).own = new Own[] {new Own("")};
    enter(null, Rule.number(NOTHING));
    exit(TABLE, Rule.number(NOTHING), 0);
    thrown(TABLE, Rule.number(NOTHING));
  }

  // ---- hooks -----------------------------------------------------------------------------------

  /** The method begins; {@code object} is what the rule's expression names, or null. */
  public static Object enter(Object object, int rule) {
    try {
      Rule r = Rule.of(rule);
      switch (r.verb) {
        case MAY:
          Regions.named(r.text).might();
          return null;
        case HANDLES:
          return Regions.named(r.text).enter();
        case FORBIDS:
          return Regions.named(r.text).forbid("section without " + r.text);
        case NONBLOCKING:
          return Declared.nonBlocking(r.text);
        case SUPPRESSES:
          return suppress(r);
        default:
          return object == null ? null : enter(object, r);
      }
    } catch (Throwable t) {
      Errors.caught(t);
      return null;
    }
  }

  private static Object suppress(Rule r) {
    return Declared.ready() == null ? null : Suppression.open(r.text);
  }

  private static Object enter(Object object, Rule r) {
    ThreadState s = Declared.ready();
    if (s == null) {
      return null;
    }
    Object lock = r.lock == null ? object : lockOf(s, object, r.lock);
    if (lock == null) {
      return null;
    }
    switch (r.verb) {
      case ACQUIRES:
        request(s, object, lock, r);
        break;
      case WAITS:
        waits(s, object, lock, r);
        break;
      case REQUIRES:
        Guards.requires(r.text, r.mode, r.lock == null ? allOf(object) : new Object[] {lock});
        break;
      case MIGHT:
        Declared.mightLock(lock, r.mode);
        break;
      case SIGNALS:
        signals(s, lock);
        break;
      default:
        break;
    }
    return lock;
  }

  /** A hold is handed over to {@code target} as the method begins. */
  public static void hands(Object object, Object target, int rule) {
    try {
      Rule r = Rule.of(rule);
      ThreadState s = object == null ? null : Declared.ready();
      if (s != null) {
        Object lock = r.lock == null ? object : lockOf(s, object, r.lock);
        Counters.handOffLock(lock, target);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** The method returns. */
  public static void exit(Object lock, int rule) {
    try {
      if (lock != null) {
        done(lock, Rule.of(rule), true);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** As {@link #exit(Object, int)}, with what it returns; 1 or 0 for a reference. */
  public static void exit(Object lock, int rule, int result) {
    try {
      if (lock != null) {
        Rule r = Rule.of(rule);
        done(lock, r, r.holds(result));
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** 1 unless the result is null. */
  public static int there(Object result) {
    return result == null ? 0 : 1;
  }

  /** The method returns the lock itself, taken. */
  public static void returned(Object object, int rule) {
    exit(enter(object, rule), rule);
  }

  private static void done(Object lock, Rule r, boolean so) {
    switch (r.verb) {
      case ACQUIRES:
        if (!so) {
          Declared.failed(lock);
        }
        break;
      case TRIES:
        if (so) {
          Declared.tryAcquired(lock, r.mode);
        }
        break;
      case RELEASES:
        if (so) {
          Declared.release(lock);
        }
        break;
      case DOWNGRADES:
        Declared.downgraded(lock);
        break;
      case BEGINS:
        if (so) {
          Counters.beginInside(lock);
        }
        break;
      case ENDS:
        if (so) {
          Counters.end(lock);
        }
        break;
      case HANDLES:
      case FORBIDS:
      case NONBLOCKING:
      case SUPPRESSES:
        ((Scope) lock).close();
        break;
      default:
        break;
    }
  }

  /** An exception leaves the method. */
  public static void thrown(Object lock, int rule) {
    try {
      if (lock == null) {
        return;
      }
      Rule r = Rule.of(rule);
      if (r.verb == Rule.Verb.ACQUIRES) {
        Declared.failed(lock);
      } else if (lock instanceof Scope) {
        ((Scope) lock).close();
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** A lock is stored in a field that has a name for its lock class. */
  public static void named(Object lock, String lockClass) {
    try {
      if (lock != null && Declared.ready() != null) {
        Declared.name(lock, lockClass);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  // ---- requests --------------------------------------------------------------------------------

  private static int bits(Rule r) {
    return Declared.DECLARED_BITS | Held.bits(r.mode) | (r.timed ? TIMED : 0);
  }

  private static void request(ThreadState s, Object object, Object lock, Rule r) {
    int bits = bits(r);
    if (letsGo(s, object, r) && s.indexOf(lock) < 0) {
      probeWithout(s, object, lock, bits);
      bits |= TRY;
    }
    Hooks.request(s, lock, 0, bits);
    s.asked(lock);
  }

  private static void waits(ThreadState s, Object object, Object lock, Rule r) {
    if (letsGo(s, object, r)) {
      ThreadState.Aside aside = without(s, object);
      try {
        await(lock, r);
      } finally {
        s.back(aside);
      }
    } else {
      await(lock, r);
    }
  }

  private static void await(Object lock, Rule r) {
    if (r.lock != null && !r.lock.isCounter() && !r.lock.isEvent()) {
      Declared.sync(lock, r.mode);
    } else {
      Counters.await(lock, null);
    }
  }

  /** What the signaller holds is needed for the signal. */
  private static void signals(ThreadState s, Object event) {
    if (s.foreignChanges != null) {
      s.takeForeignChanges();
    }
    if (s.depth() > 0) {
      Unit promise = new Unit(event, Unit.bits(X));
      promise.began(new Throwable(), s.thread.getName());
      promise.end();
    }
  }

  /** Whether waiting lets a monitor go that the thread holds. */
  private static boolean letsGo(ThreadState s, Object object, Rule r) {
    if (r.lock == null || !r.lock.waitsOnMonitor) {
      return false;
    }
    if (s.foreignChanges != null) {
      s.takeForeignChanges();
    }
    return s.indexOf(object) >= 0;
  }

  /** The monitor of the lock's object is let go while the lock is waited for: it comes not before. */
  private static void probeWithout(ThreadState s, Object monitor, Object lock, int bits) {
    ThreadState.Aside aside = without(s, monitor);
    try {
      Probe.request(s, lock, bits);
    } finally {
      s.back(aside);
    }
  }

  /** All that the thread holds save one lock. */
  private static ThreadState.Aside without(ThreadState s, Object lock) {
    ThreadState.Aside aside = s.aside();
    for (int i = 0; i < s.depth(aside); i++) {
      HeldEntry e = s.entry(aside, i);
      if (!e.holds(lock)) {
        HeldEntry c = s.push(e.lock(), e.site, e.meta);
        c.since = e.since;
        c.trace = e.trace;
        c.duty = e.duty;
      }
    }
    return aside;
  }

  // ---- identities ------------------------------------------------------------------------------

  private static Object lockOf(ThreadState s, Object object, LockModel model) {
    Of of = (Of) TABLE.get(object);
    Own[] own = of == null ? new Own[0] : of.own;
    for (Own o : own) {
      if (o.name.equals(model.name)) {
        return o;
      }
    }
    s.busy++;
    try {
      return make(object, model);
    } catch (Throwable t) {
      Errors.record(t);
      return null;
    } finally {
      s.busy--;
    }
  }

  private static Object make(Object object, LockModel model) {
    Instance known = Instances.known(object);
    if (known != null && known.kind == Kind.DECLARED) {
      return object;
    }
    Instance base = known != null ? known : Instances.of(object, Kind.MONITOR);
    Of of = (Of) TABLE.add(object, new Of(object, base.hash));
    Own made = new Own(model.name);
    declare(made, object, base, model);
    LOCK.lock();
    try {
      for (Own o : of.own) {
        if (o.name.equals(model.name)) {
          return o;
        }
      }
      Own[] next = Arrays.copyOf(of.own, of.own.length + 1);
      next[next.length - 1] = made;
      of.own = next;
      return made;
    } finally {
      LOCK.unlock();
    }
  }

  private static void declare(Own made, Object object, Instance base, LockModel model) {
    String type =
        Instances.typeName(object instanceof Class<?> ? (Class<?>) object : object.getClass());
    String name = model.lockClass != null ? model.lockClass : type + "." + model.name;
    LockClass c = ClassTable.of(name, model.kind, type, model.declared);
    c.reentrant |= model.reentrant;
    Instance in = Instances.made(made, Kind.DECLARED, c, base.madeByTask, base.madeAt);
    in.ownedBy(object);
    in.label = type.substring(type.lastIndexOf('.') + 1);
  }

  /** An object as a lock, and all locks that models see in it. */
  private static Object[] allOf(Object object) {
    Of of = (Of) TABLE.get(object);
    if (of == null) {
      return new Object[] {object};
    }
    Own[] own = of.own;
    Object[] all = Arrays.copyOf(own, own.length + 1, Object[].class);
    all[own.length] = object;
    return all;
  }
}
