package dev.jlockdep.internal.graph;

import java.lang.ref.WeakReference;
import jdk.internal.vm.annotation.DontInline;

/** One lock instance: its number, its lock class, where it belongs. Weakly refers to the lock. */
public final class Instance extends WeakTable.Entry {
  /** Unique in this JVM, never used again. */
  public final int id;
  public final int kind;
  /** Number of the task that made it, 0 when unknown. */
  public final int madeByTask;
  /** Low bits of {@link #madeAt}: acquires of the maker until then; the maker's number above. */
  public static final int MAKER_SHIFT = 40;
  /** When and by which thread it was made, see {@code ThreadState.moment}; 0 when unknown. */
  public final long madeAt;
  /** Changes only by an explicit name given through the API. */
  public volatile LockClass lockClass;
  /** Printed before the {@code @}: the type, or the type of the declared owner. */
  public volatile String label;
  /** The object whose field or constructor made it, or null. */
  public volatile WeakReference<Object> owner;
  /** Identity hash of the owner, 0 when unknown. */
  public volatile int ownerHash;
  /** The lock object that the user knows, where that is not the key; or null. */
  private volatile WeakReference<Object> userLock;
  private Printed printed;
  /** An exclusive request was seen by any task: readers can be stuck behind it. */
  public volatile boolean written;
  /** A shared request for it is among the witnesses. Guarded by the graph lock. */
  boolean read;
  /** Of a tree whose ranges are locks: what is known of them; else null. */
  public volatile Object ranges;
  /** A queue that several threads were seen to drain at once. */
  public volatile boolean many;
  /** Task that used it last; -1 after a second one did. */
  public volatile int usedBy;

  public Instance(
      Object lock, int hash, int id, int kind, LockClass lockClass, int madeByTask, long madeAt) {
    super(lock, hash, Instances.TABLE);
    this.id = id;
    this.kind = kind;
    this.lockClass = lockClass;
    this.madeByTask = madeByTask;
    this.madeAt = madeAt;
  }

  /** Whether a witness asks for it shared; under the graph lock. */
  public boolean isRead() {
    return read;
  }

  /** Whether it was made after an acquire of the thread that made it. */
  public boolean madeAfter(long acquire) {
    return (madeAt & (1L << MAKER_SHIFT) - 1) > acquire;
  }

  /** Whether a thread made it and then took it, by an acquire of its own, and nothing between. */
  public boolean takenWhenMade(Thread thread, long acquire) {
    return madeAt == (thread.getId() << MAKER_SHIFT | acquire);
  }

  public void ownedBy(Object ownerObject) {
    owner = new WeakReference<>(ownerObject);
    ownerHash = System.identityHashCode(ownerObject);
  }

  public void namedAs(Object lock) {
    if (!refersTo(lock)) {
      userLock = new WeakReference<>(lock);
    }
  }

  /** The lock as the user knows it; null when collected. */
  public Object userLock() {
    WeakReference<Object> u = userLock;
    return u == null ? get() : u.get();
  }

  /** The object a lock stands for: its owner, else itself; null when collected or not kept. */
  Object entity() {
    WeakReference<Object> o = owner;
    return o != null ? o.get() : ownerHash == 0 ? get() : null;
  }

  /** Identity hash of the object a lock stands for. */
  int entityHash() {
    return ownerHash != 0 ? ownerHash : hash;
  }

  /** {@code Type@hash}, stable during the run. One string for all who ask. */
  public String print() {
    String l = label;
    String of = l == null ? lockClass.type : l;
    int h = ownerHash != 0 && kind == Kind.DECLARED ? ownerHash : hash;
    Printed p = printed;
    if (p == null || p.of != of || p.hash != h) {
      p = print(of, l == null ? simple(of) : l, h);
      printed = p;
    }
    return p.text;
  }

  @DontInline
  private static Printed print(String of, String label, int h) {
    return new Printed(of, h, label + "@" + Integer.toHexString(h));
  }

  /** What was printed, and for what. */
  private static final class Printed {
    final String of;
    final int hash;
    final String text;

    Printed(String of, int hash, String text) {
      this.of = of;
      this.hash = hash;
      this.text = text;
    }
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
