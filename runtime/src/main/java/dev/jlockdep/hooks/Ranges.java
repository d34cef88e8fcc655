package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.MODE;
import static dev.jlockdep.internal.held.ThreadState.RECURSIVE;
import static dev.jlockdep.internal.held.ThreadState.TRY;
import static dev.jlockdep.internal.held.ThreadState.X;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Held;
import dev.jlockdep.internal.check.Plain;
import dev.jlockdep.internal.graph.Ascending;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.DeclaredTypes;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.held.ThreadState;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;

/** The ranges of one tree that are or were locked. Equal ranges are one lock instance. */
public final class Ranges {
  private static final SpinLock LOCK = new SpinLock();

  /** One range of one tree, as a lock. */
  private static final class Range implements Ascending {
    final Object tree;
    final long from;
    final long to;

    Range(Object tree, long from, long to) {
      this.tree = tree;
      this.from = from;
      this.to = to;
    }

    boolean overlaps(Range other) {
      return tree == other.tree && from < other.to && other.from < to;
    }

    @Override
    public boolean before(Object other) {
      return other instanceof Range && ((Range) other).tree == tree && to <= ((Range) other).from;
    }
  }

  private final LockClass lockClass;
  private final WeakReference<Object> owner;
  private final String label;
  /** By both ends. Guarded by {@link #LOCK}. */
  private final HashMap<List<Long>, WeakReference<Range>> known = new HashMap<>();

  private Ranges(LockClass lockClass, Object owner, String label) {
    this.lockClass = lockClass;
    this.owner = new WeakReference<>(owner);
    this.label = label;
  }

  public static void declare(Object tree, String lockClass, Object owner) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      LockClass c =
          ClassTable.of(lockClass, "range", Instances.typeName(tree.getClass()), true);
      Object belongsTo = owner == null ? tree : owner;
      String type = Instances.typeName(belongsTo.getClass());
      Instance in = Instances.made(tree, Kind.DECLARED, c, 0, 0);
      in.lockClass = c;
      in.ranges = new Ranges(c, belongsTo, type.substring(type.lastIndexOf('.') + 1));
      DeclaredTypes.add(tree.getClass());
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  public static void acquire(Object tree, long from, long to, AcquireMode mode, boolean tried) {
    try {
      ThreadState s = Declared.settled();
      if (s == null) {
        return;
      }
      Range r = range(s, tree, from, to);
      if (r == null) {
        return;
      }
      int bits = Declared.DECLARED_BITS | Held.bits(mode) | (tried ? TRY : 0);
      int i = overlapped(s, r);
      if (i < 0) {
        Hooks.request(s, r, 0, bits);
        return;
      }
      boolean legal = tried || (s.stack[i].meta & MODE) != X && (bits & MODE) == RECURSIVE;
      Hooks.pushChecked(s, i, r, 0, bits, !legal);
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Index of a held range of the same tree that has something in common with this one, or -1. */
  private static int overlapped(ThreadState s, Range r) {
    for (int i = s.depth() - 1; i >= 0; i--) {
      Object held = s.stack[i].ref;
      if (held instanceof Range && ((Range) held).overlaps(r)) {
        return i;
      }
    }
    return -1;
  }

  public static void release(Object tree, long from, long to) {
    try {
      ThreadState s = Declared.ready();
      Range r = s == null ? null : range(s, tree, from, to);
      if (r != null) {
        Declared.release(r);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  public static void handOff(Object tree, long from, long to, Object target) {
    try {
      ThreadState s = Declared.ready();
      Range r = s == null ? null : range(s, tree, from, to);
      if (r != null) {
        Counters.handOffLock(r, target);
      }
    } catch (Throwable t) {
      Errors.caught(t);
    }
  }

  /** Whether a lock is a range of a tree. */
  static boolean isRangeOf(Object lock, Object tree) {
    return lock instanceof Range && ((Range) lock).tree == tree;
  }

  /** The lock instance of a range; null, after a finding, when there can be none. */
  private static Range range(ThreadState s, Object tree, long from, long to) {
    Instance in = Instances.known(tree);
    Ranges all = in == null ? null : (Ranges) in.ranges;
    if (all == null || from >= to) {
      String type = Instances.typeName(tree.getClass());
      Plain.misuse(
          s, all == null ? type : all.lockClass.name(),
          all == null
              ? "ranges of " + type + " are used and not declared; call Lockdep.declareRanges"
              : "the range from " + from + " to before " + to + " of " + all.lockClass.name()
                  + " is empty");
      return null;
    }
    s.busy++;
    try {
      return all.of(tree, from, to);
    } finally {
      s.busy--;
    }
  }

  private Range of(Object tree, long from, long to) {
    List<Long> ends = List.of(from, to);
    Range made = new Range(tree, from, to);
    LOCK.lock();
    try {
      WeakReference<Range> there = known.get(ends);
      Range r = there == null ? null : there.get();
      if (r != null) {
        return r;
      }
      if (known.size() >= Limits.RANGES_MAX) {
        forgetUnused();
      }
      if (known.size() < Limits.RANGES_MAX) {
        known.put(ends, new WeakReference<>(made));
      }
    } finally {
      LOCK.unlock();
    }
    Instance in = Instances.made(made, Kind.DECLARED, lockClass, 0, 0);
    Object o = owner.get();
    if (o != null) {
      in.ownedBy(o);
    }
    in.label = label + "[" + from + "," + to + ")";
    return made;
  }

  private void forgetUnused() {
    Iterator<WeakReference<Range>> all = known.values().iterator();
    while (all.hasNext()) {
      if (all.next().refersTo(null)) {
        all.remove();
      }
    }
  }
}
