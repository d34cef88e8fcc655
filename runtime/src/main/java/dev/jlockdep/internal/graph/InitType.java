package dev.jlockdep.internal.graph;

import java.lang.ref.WeakReference;

/**
 * A type seen as something that is initialised: its initialisation is a lock that is taken once and
 * held while the initialiser runs, supertypes first. Also the key of that lock's {@link Instance}.
 */
public final class InitType {
  /** What the code of a type says about its initialisation. */
  public static final class Shape {
    public String superName;
    public String[] interfaces;
    /** An interface whose initialiser runs for the types that implement it. */
    public boolean defaults;
    /** Public, so that code not loaded yet can name it. */
    public boolean open;
    /** Members that are static, see {@link #member}. */
    public int[] statics;
    public InitNeed[] needs;
    public String file;
    /** Position of its initialiser; 0 when it has none that could wait for anything. */
    public int site;
  }

  public final String name;
  public final Shape shape;
  private final WeakReference<ClassLoader> loader;
  /** The next type of this name, of another loader. Guarded by the lock of {@link InitTypes}. */
  InitType next;
  /** Number in the order of loading. */
  int id;
  /** Number of the task that loaded it. */
  final int loadedBy;
  /** Number of the task that began its initialiser; 0 when that was not seen. */
  volatile int begunBy;
  /** A circle goes through it. */
  public volatile boolean onCycle;
  /** A circle through it, or through one that shares a class with such a circle, was reported. */
  public boolean toldOf;
  /** All dependencies on the types right above it are made. */
  public volatile boolean extendsLinked;
  /** Its initialiser began. */
  public volatile boolean begun;
  /**
   * It began before the program had a second thread: no thread waits for it, or for what it needs,
   * any more.
   */
  volatile boolean begunEarly;
  /** Classes that the beginning thread was initialising then; null before. */
  private volatile LockClass[] begunInside;
  private volatile LockClass lockClass;
  private volatile Instance instance;

  public InitType(String name, ClassLoader loader, Shape shape, int loadedBy) {
    this.name = name;
    this.loadedBy = loadedBy;
    this.loader = loader == null ? null : new WeakReference<>(loader);
    this.shape = shape;
  }

  /** Tells static members of a type apart. */
  public static int member(String name, String descriptor) {
    int h = name.hashCode() * 31 + descriptor.hashCode();
    return h == InitNeed.NEW ? 1 : h;
  }

  boolean declares(int member) {
    for (int m : shape.statics) {
      if (m == member) {
        return true;
      }
    }
    return false;
  }

  boolean dead() {
    return loader != null && loader.refersTo(null);
  }

  boolean sameLoader(InitType other) {
    return loader == null
        ? other.loader == null
        : other.loader != null && loader.refersTo(other.loader.get());
  }

  public LockClass lockClass() {
    LockClass c = lockClass;
    if (c == null) {
      c = ClassTable.of("init(" + name + ")", Kind.name(Kind.INIT), name, false);
      if (c.init == null) {
        c.init = this;
      }
      lockClass = c;
    }
    return c;
  }

  public Instance instance() {
    Instance in = instance;
    if (in == null) {
      in = Instances.made(this, Kind.INIT, lockClass(), 0, 0);
      instance = in;
    }
    return in;
  }

  public void begin(LockClass[] inside, Task task) {
    begunInside = inside;
    begunEarly = task.beforeAllOthers();
    begunBy = task.id;
    begun = true;
  }

  /** The frame of its initialiser, also where it has none of its own. */
  public StackTraceElement frame() {
    StackTraceElement at = Sites.position(shape.site);
    return at != null ? at : new StackTraceElement(name, "<clinit>", shape.file, -1);
  }

  /**
   * Whether a thread can begin it that has begun none of the others on a circle: that was seen, or
   * there is code that does so.
   */
  public boolean beginsOutside(Dep[] circle) {
    return seenOutside(circle) || InitTypes.entry(this, circle) != null;
  }

  /** Whether it was seen to begin while none of the others on a circle had. */
  public boolean seenOutside(Dep[] circle) {
    LockClass[] inside = begunInside;
    if (inside == null) {
      return false;
    }
    for (Dep d : circle) {
      for (LockClass c : inside) {
        if (d.from == c) {
          return false;
        }
      }
      // a subtype may have been what was asked for: its supertypes run first
      if (d.from.init != null && d.from.init != this && InitTypes.extended(d.from.init, this)) {
        return false;
      }
    }
    return true;
  }
}
