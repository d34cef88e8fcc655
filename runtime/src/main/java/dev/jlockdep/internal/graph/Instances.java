package dev.jlockdep.internal.graph;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;

/** The lock instances known, and how an unknown one gets its lock class. Thread-safe. */
public final class Instances {
  static final WeakTable TABLE = new WeakTable(4096);
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Instances() {}

  /** The instance of a lock if it is known, else null. Lock-free. */
  public static Instance known(Object lock) {
    return (Instance) TABLE.get(lock);
  }

  /** The instance of a lock; one that no creation site is known of is named by its type. */
  public static Instance of(Object lock, int kind) {
    int hash = System.identityHashCode(lock);
    Instance in = (Instance) TABLE.get(lock, hash);
    if (in != null) {
      return in;
    }
    Creations.Found made = Creations.find(hash, typeHash(lock));
    if (made == null) {
      return add(lock, hash, kind, byType(lock, kind), 0, 0);
    }
    LockClass c = made.lockClass == 0 ? byType(lock, kind) : ClassTable.get(made.lockClass);
    in = add(lock, hash, kind, c, made.task, made.at);
    in.ownerHash = made.ownerHash;
    return in;
  }

  /** The lock class that {@link #of} would give an unknown lock, without registering it. */
  public static LockClass classOf(Object lock, int kind) {
    Creations.Found made = Creations.find(System.identityHashCode(lock), typeHash(lock));
    return made == null || made.lockClass == 0
        ? byType(lock, kind)
        : ClassTable.get(made.lockClass);
  }

  /**
   * The lock class of a monitor whose type names all its instances, else null. Asks for no identity
   * hash, which would make one for each of many short-lived locks.
   */
  public static LockClass onlyByType(Object lock) {
    LockClass c = MONITORS.get(lock.getClass());
    return c.notForAll ? null : c;
  }

  /** Whether {@link #onlyByType} gives this class for a lock; may be false where it does. */
  public static boolean isOnlyByType(Object lock, LockClass c) {
    WeakReference<Class<?>> type = c.namedByType;
    return !c.notForAll && type != null && type.refersTo(lock.getClass());
  }

  private static void differs(Object lock, LockClass cls) {
    LockClass byType = MONITORS.get(lock.getClass());
    if (byType != cls && !byType.notForAll) {
      byType.notForAll = true;
    }
  }

  /** An instance, or a lock that is going to be one, gets another lock class. */
  public static void rename(Instance in, Object lock, LockClass cls) {
    in.lockClass = cls;
    differs(lock, cls);
  }

  /** Registers a lock with a lock class decided where it was made. */
  public static Instance made(Object lock, int kind, LockClass cls, int task, long at) {
    differs(lock, cls);
    return add(lock, System.identityHashCode(lock), kind, cls, task, at);
  }

  /** As {@link #made}, where many are made: returns the hash for {@link #owned}. */
  public static int noted(Object lock, LockClass cls, int task, long at) {
    int hash = System.identityHashCode(lock);
    if (cls != null) {
      differs(lock, cls);
    }
    Creations.add(hash, typeHash(lock), cls == null ? 0 : cls.id, task, at);
    return hash;
  }

  private static int typeHash(Object lock) {
    return System.identityHashCode(lock.getClass());
  }

  /** A noted lock went into a field of an object. */
  public static void owned(int hash, Object owner) {
    Creations.own(hash, System.identityHashCode(owner));
  }

  private static Instance add(
      Object lock, int hash, int kind, LockClass cls, int task, long at) {
    Instance in = new Instance(lock, hash, NEXT.incrementAndGet(), kind, cls, task, at);
    if (lock instanceof Class<?>) {
      String n = ((Class<?>) lock).getName();
      in.label = n.substring(n.lastIndexOf('.') + 1) + ".class";
    }
    return (Instance) TABLE.add(lock, in);
  }

  /** Lock classes of monitors that only their type names; those of Class objects are never for all. */
  private static final ClassValue<LockClass> MONITORS =
      new ClassValue<>() {
        @Override
        protected LockClass computeValue(Class<?> type) {
          String name = typeName(type);
          LockClass c = ClassTable.of(name, "monitor", name, false);
          c.notForAll |= type == Class.class;
          c.namedByType = new WeakReference<>(type);
          return c;
        }
      };

  private static LockClass byType(Object lock, int kind) {
    if (kind == Kind.MONITOR && !(lock instanceof Class<?>)) {
      return MONITORS.get(lock.getClass());
    }
    if (lock instanceof Class<?>) {
      String type = typeName((Class<?>) lock);
      return ClassTable.of(type + ".class", Kind.name(kind), type, false);
    }
    String type = typeName(lock.getClass());
    return ClassTable.of(type + " (made out of sight)", Kind.name(kind), type, false);
  }

  /** Lock class of a creation site; {@code madeType} is the type of the lock made there. */
  public static LockClass classOfSite(int madeSite, int kind, Class<?> madeType) {
    Sites.Made m = Sites.made(madeSite);
    LockClass c = m.lockClass;
    if (c != null) {
      return c;
    }
    String caller = m.perCaller ? Stacks.callerOutsideJdk(m.wrapper) : null;
    String type = madeType == null ? m.type : typeName(madeType);
    String key = m.key.startsWith("@") ? type + " " + m.key : m.key;
    c = ClassTable.of(caller == null ? key : key + " @ " + caller, Kind.name(kind), type, false);
    if (!m.perCaller) {
      m.lockClass = c;
    }
    return c;
  }

  /** A lock made inside a user's lock type is printed as that; returns the type, or null. */
  public static String nameAfterWrapper(Instance in, int madeSite) {
    Sites.Made m = Sites.made(madeSite);
    if (!m.perCaller || Stacks.jdk(m.wrapper)) {
      return null;
    }
    in.label = m.wrapper.substring(m.wrapper.lastIndexOf('.') + 1);
    return m.wrapper;
  }

  /** Lock class of a lock made by code that announced no site: its first caller names it. */
  public static LockClass classOfCaller(Object lock, int kind) {
    String caller = Stacks.maker();
    String type = Kind.name(kind);
    return ClassTable.of(
        caller == null ? type + " (made out of sight)" : type + " made in " + caller, type,
        typeName(lock.getClass()), false);
  }

  /** Binary name with what differs from run to run taken out (hidden types, proxies, lambdas). */
  public static String typeName(Class<?> type) {
    String n = type.getName();
    int slash = n.indexOf('/');
    if (slash > 0) {
      n = n.substring(0, slash);
    }
    int lambda = n.indexOf("$$Lambda");
    if (lambda > 0) {
      return n.substring(0, lambda) + "$$Lambda";
    }
    int proxy = n.indexOf("$Proxy");
    if (proxy >= 0) {
      return n.substring(0, proxy) + "$Proxy";
    }
    int cglib = n.indexOf("$$EnhancerBy");
    if (cglib > 0) {
      return n.substring(0, cglib) + "$$Enhancer";
    }
    return n;
  }

  public static int nextId() {
    return NEXT.incrementAndGet();
  }

  public static int count() {
    return NEXT.get();
  }

  public static int slots() {
    return TABLE.used();
  }
}
