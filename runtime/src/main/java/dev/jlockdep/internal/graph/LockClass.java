package dev.jlockdep.internal.graph;

import java.lang.ref.WeakReference;
import dev.jlockdep.api.LockClassView;

/** A lock class: all lock instances that obey the same rules. Identity is the name. */
public final class LockClass implements LockClassView {
  public static final int BY_ASKER = 1;
  public static final int BY_HOLDER = 2;

  public final int id;
  public final String name;
  public final String kind;
  public final String type;
  /** Declared through the API: lockdep's own strictness applies. */
  public volatile boolean declared;
  /** A Semaphore of this class was released by a thread that did not hold it: it is no mutex. */
  public volatile boolean ownerless;
  /** A Semaphore of this class was released by the thread that had taken it. */
  public volatile boolean releasedByTaker;
  /** Declared, and its holder may take it again. */
  public volatile boolean reentrant;
  /**
   * A request does not block by itself: whoever asks needs what the holder asks for. {@link
   * #BY_ASKER}: a region, whose code runs in the middle of the asker's; {@link #BY_HOLDER}: a queue,
   * where what was asked for waits its turn; 0: no.
   */
  public volatile int through;
  private final OwnerLocks owners = new OwnerLocks();
  /** Legal order of two instances (lockdep's cmp_fn), or null. */
  public volatile java.util.Comparator<Object> order;
  /** Of the bins of maps of this class, or null. */
  volatile LockClass bins;
  /** Names monitors by their type, and some of that type have another class. */
  volatile boolean notForAll;
  /** The type that it names monitors by, the last one of several of that name; null for others. */
  volatile WeakReference<Class<?>> namedByType;
  /** The type whose initialisation this is, else null. */
  volatile InitType init;

  LockClass(int id, String name, String kind, String type, boolean declared) {
    this.id = id;
    this.name = name;
    this.kind = kind;
    this.type = type;
    this.declared = declared;
  }

  public InitType init() {
    return init;
  }

  /** A lock of this class belongs to an owner; both by their numbers. */
  public void ownedBy(int ownerHash, int instance) {
    owners.seen(ownerHash, instance);
  }

  /** Whether some owner was seen with two locks of this class. */
  boolean manyPerOwner() {
    return owners.many();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public boolean declared() {
    return declared;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String toString() {
    return name;
  }
}
