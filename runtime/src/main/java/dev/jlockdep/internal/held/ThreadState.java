package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Task;
import java.util.Arrays;

/**
 * Everything jlockdep keeps for one thread: its held-lock stack, its own cache of chains seen, its
 * task. Only the owning thread writes; the deadlock watch reads racily.
 *
 * <p>The held-lock stack is a set of parallel arrays. An entry is <em>resolved</em> once its instance,
 * class and chain key are filled in. The outermost hold stays unresolved until something is asked for
 * inside it, so a leaf lock costs neither a table look-up nor an identity hash.
 */
public final class ThreadState {
  /** Bits of {@link #meta}. */
  public static final int MODE = 3;
  public static final int X = 0;
  public static final int READ = 1;
  public static final int RECURSIVE = 2;
  public static final int TRY = 4;
  public static final int TIMED = 8;
  public static final int NEST = 16;
  /** A unit of a counter: may be ended by any thread. */
  public static final int TICKET = 32;
  /** Taken again in another mode by its holder: no dependencies come from asking for it. */
  public static final int AGAIN = 64;
  public static final int KIND_SHIFT = 8;
  public static final int KIND_MASK = 15;
  public static final int SUBCLASS_SHIFT = 12;
  public static final int SUBCLASS_MASK = 255;

  private static final int SLOTS = 4096;
  private static final ThreadState[] TABLE = new ThreadState[SLOTS];
  private static final ThreadLocal<ThreadState> LOCAL = new ThreadLocal<>();

  public final Thread thread;
  public final boolean virtual;
  public int depth;
  public int resolved;
  public Object[] refs = new Object[8];
  public Instance[] insts = new Instance[8];
  public int[] cls = new int[8];
  public int[] meta = new int[8];
  public int[] site = new int[8];
  public int[] count = new int[8];
  public long[] key = new long[8];
  /** {@link #acquisitions} when the entry was taken. */
  public long[] since = new long[8];
  /** Stack captured when the lock was taken at an unknown site; null for most. */
  public StackTraceElement[][] traces = new StackTraceElement[8][];
  /** Map and key hash of the outermost hold while that is an unresolved bin. */
  public Object binMap;
  public int binHash;
  /** Non-zero while our own code runs or the user paused us: hooks do nothing. */
  public int busy;
  /** Site of the lock call that comes next, 0 when none was announced. */
  public int nextSite;
  /** Creation site of the lock constructor that comes next. */
  public int nextMade;
  /** The lock that this thread made last. */
  public Instance lastMade;
  /** Number of acquires so far. */
  public long acquisitions;
  public int traceBudget = 256;
  public Task task;
  /** Depth of the held-lock stack when the current task began. */
  public int taskDepth;
  public final Recent recent = new Recent();
  /** Holds of this thread that other threads released; taken off by the thread itself. */
  public volatile Object foreignReleases;

  private ThreadState(Thread thread, boolean virtual) {
    this.thread = thread;
    this.virtual = virtual;
  }

  /** The state of the calling thread. */
  public static ThreadState current() {
    Thread t = Thread.currentThread();
    ThreadState s = TABLE[(int) t.getId() & (SLOTS - 1)];
    if (s != null && s.thread == t) {
      return s;
    }
    return find(t);
  }

  private static ThreadState find(Thread t) {
    ThreadState s = LOCAL.get();
    if (s == null) {
      s = new ThreadState(t, Threads.isVirtual(t));
      // anything the thread-local machinery locks meets a state that is already there
      s.busy = 1;
      TABLE[(int) t.getId() & (SLOTS - 1)] = s;
      LOCAL.set(s);
      s.task = Threads.taskOf(t);
      Threads.add(s);
      s.busy = 0;
    } else {
      TABLE[(int) t.getId() & (SLOTS - 1)] = s;
    }
    return s;
  }

  /** At the end of a thread: lets go of it. */
  public void dispose() {
    int slot = (int) thread.getId() & (SLOTS - 1);
    if (TABLE[slot] == this) {
      TABLE[slot] = null;
    }
    LOCAL.remove();
    Threads.remove(this);
    if (task != null) {
      task.ended();
    }
  }

  /** Index of the innermost hold of a lock object, or -1. */
  public int indexOf(Object lock) {
    for (int i = depth - 1; i >= 0; i--) {
      if (refs[i] == lock) {
        return i;
      }
    }
    return -1;
  }

  /** Adds an entry that is not resolved; the caller resolves it when needed. */
  public void push(Object lock, int siteId, int bits) {
    int d = depth;
    if (d == refs.length) {
      grow();
    }
    refs[d] = lock;
    meta[d] = bits;
    site[d] = siteId;
    count[d] = 1;
    since[d] = ++acquisitions;
    depth = d + 1;
  }

  /** Takes an entry out; entries above it move down and are resolved anew. */
  public void remove(int i) {
    int top = depth - 1;
    if (i < top) {
      close(i, top);
    }
    depth = top;
    refs[top] = null;
    if (resolved > i) {
      resolved = i;
    }
    if (insts[top] != null) {
      insts[top] = null;
    }
    if (traces[top] != null) {
      traces[top] = null;
    }
    if (taskDepth > top) {
      taskDepth = top;
    }
  }

  private void close(int i, int top) {
    int n = top - i;
    System.arraycopy(refs, i + 1, refs, i, n);
    System.arraycopy(insts, i + 1, insts, i, n);
    System.arraycopy(cls, i + 1, cls, i, n);
    System.arraycopy(meta, i + 1, meta, i, n);
    System.arraycopy(site, i + 1, site, i, n);
    System.arraycopy(count, i + 1, count, i, n);
    System.arraycopy(since, i + 1, since, i, n);
    System.arraycopy(traces, i + 1, traces, i, n);
  }

  private void grow() {
    int n = refs.length * 2;
    insts = Arrays.copyOf(insts, n);
    cls = Arrays.copyOf(cls, n);
    meta = Arrays.copyOf(meta, n);
    site = Arrays.copyOf(site, n);
    count = Arrays.copyOf(count, n);
    key = Arrays.copyOf(key, n);
    since = Arrays.copyOf(since, n);
    traces = Arrays.copyOf(traces, n);
    refs = Arrays.copyOf(refs, n);
  }

  /** One hold that another thread released. */
  static final class ForeignRelease {
    final Object lock;
    final int mode;
    final ForeignRelease next;

    ForeignRelease(Object lock, int mode, ForeignRelease next) {
      this.lock = lock;
      this.mode = mode;
      this.next = next;
    }
  }

  /** Takes off the holds that other threads released. Own thread only. */
  public void takeForeignReleases() {
    ForeignRelease r = Threads.takeForeign(this);
    for (; r != null; r = r.next) {
      for (int i = depth - 1; i >= 0; i--) {
        if (refs[i] == r.lock && (meta[i] & MODE) == r.mode) {
          if (--count[i] == 0) {
            remove(i);
          }
          break;
        }
      }
    }
  }

  public int kind(int i) {
    return meta[i] >>> KIND_SHIFT & KIND_MASK;
  }
}
