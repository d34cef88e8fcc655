package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.Seen;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.graph.Task;
import dev.jlockdep.internal.graph.Wait;
import java.lang.ref.WeakReference;
import java.util.List;
import jdk.internal.vm.annotation.DontInline;

/**
 * Everything jlockdep keeps for one thread: its held-lock stack, its own cache of chains seen, its
 * task. Only the owning thread writes; the deadlock watch reads racily.
 *
 * <p>An entry of the held-lock stack is <em>resolved</em> once its instance, class and chain key are
 * filled in. The outermost hold stays unresolved until something is asked for
 * inside it, so a leaf lock costs neither a table look-up nor an identity hash.
 */
public final class ThreadState {
  /** Bits of {@link HeldEntry#meta}. */
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

  private static final int DEPTH_BITS = 16;
  private static final int DEPTH_MASK = (1 << DEPTH_BITS) - 1;
  private static final long UNRESOLVED = 1L << 63;
  private static final int SLOTS = 4096;
  /** A power of two. */
  private static final int WAYS = 8;
  /** A state with a longer held-lock stack is not used again. */
  private static final int SLOTS_REUSED = 16;
  private static final ThreadState[] TABLE = new ThreadState[SLOTS];
  private static final ThreadLocal<ThreadState> LOCAL = new ThreadLocal<>();
  /** Stands for a thread whose state cannot be made: hooks do nothing on it. */
  private static final ThreadState BLIND = blind();
  private static volatile boolean memoryMissed;
  private static volatile boolean stackMissed;

  /**
   * The thread it is kept for. The state of a virtual thread that has ended goes on to another one,
   * since making one costs more than many a virtual thread does in its life.
   */
  public Thread thread;
  public final boolean virtual;
  /** Of a virtual thread's: where the ring of states has it. */
  int ringIndex;
  public HeldEntry[] stack = slots(4);
  /**
   * Slots that were resolved and gave way to one for another place: for each depth {@link #WAYS}
   * by the site they were taken at, null where there is none. Code that takes several locks in turn
   * finds each as it left it.
   */
  private HeldEntry[][] others;
  /** A slot that is neither in use nor put by, or null. */
  private HeldEntry spare;
  /**
   * Depth of the held-lock stack in the low bits; above them the token of the innermost entry, or
   * {@link #UNRESOLVED}. One field, so that taking and leaving a lock is one store each.
   */
  private long top;
  /** Entries below this are resolved; counts only while {@link #top} says UNRESOLVED. */
  private int resolved;
  /** Map and key hash of the bin that is asked for next. */
  public Instance binMap;
  public int binHash;
  /** Non-zero while our own code runs or the user paused us: hooks do nothing. */
  public int busy;
  /** Site of the lock call that comes next, 0 when none was announced. */
  public int nextSite;
  /** Creation site of the lock constructor that comes next. */
  public int nextMade;
  /** The lock that this thread made last. */
  public Instance lastMade;
  /** Hash of the lock made last when it was only noted; else 0. */
  public int lastNoted;
  /** Type whose constructor made {@link #lastMade}, when that type is itself a lock. */
  public String lastWrapper;
  /** Locks asked for exclusively that never were before, not looked at yet; null for none. */
  public List<Instance> newWriters;
  /** Number of acquires so far. */
  public long acquisitions;
  /** One in so many repeated acquires, plus 1, is looked at again. */
  public int sampleMask = Limits.SAMPLE_MASK;
  private int samples;
  /** Acquires that were no repetition. */
  private int pushes;
  private long renewedAt;
  /** One in 2 to the power of so many acquires of unregistered locks registers them. */
  public int freshShift = Limits.FRESH_SHIFT;
  private int random;
  /** Source of tokens. */
  private long tokens;
  /** Whether it is an event loop, as {@code Contexts} says; 0 when nobody asked. */
  public byte loop;
  public int traceBudget = 256;
  private Task task;
  /** A new unit of work began; its {@link Task} is made when something needs it. */
  private boolean taskStale;
  /** Depth of the held-lock stack when the current task began. */
  public int taskDepth;
  public final Recent recent = new Recent();
  /** What it asked for lately, for the events that it brings about. */
  public final Journal journal;
  /** Who signalled it lately, or null. */
  public Seen seen;
  /** The future that it was told is done while it held locks; weak, since results may be large. */
  private WeakReference<Object> done;
  /** The wait for a signal that the thread is in or was in last, or null. */
  public Wait waiting;
  /** The event whose signal it waits for without a time limit, or null. */
  public Object waitsFor;
  /** What it is about to wait for without a look whether it came, or null; and where. */
  public Object bare;
  public int bareSite;
  /** The round of a barrier or phaser that it waits in, or null. */
  public Object round;
  /** A count that it waits for to be zero with a unit of its own in it; or null. */
  public Object drained;
  /** Where it does. */
  public StackTraceElement[] drainedAt;
  /** The fork-join task that it is about to run without having taken it from a queue; or null. */
  public Object invoking;
  /** The pool whose task runs on the thread, or null. */
  public Object pool;
  /** What that task has put into its own pool, or null. */
  public Object poolWork;
  /** What other threads did to this thread's holds; applied by the thread itself. Newest first. */
  public volatile Object foreignChanges;
  /** The queue whose work the thread carries out while it waits for what it asks for now; or null. */
  public Object worksOff;
  /** Scopes of the API that are open, innermost first; null for most threads. */
  public Object scopes;
  /** {@link #scopes} when the current task began. */
  public Object taskScopes;
  /** When its holds began, a {@link HoldTimes}; null unless lock statistics are taken. */
  public Object times;

  ThreadState(Thread thread, boolean virtual) {
    this.thread = thread;
    this.virtual = virtual;
    // threads that do one thing each must not all draw the same
    this.random = thread == null ? 1 : (int) thread.getId() * 0x9E3779B9;
    this.journal = new Journal(virtual);
  }

  private static ThreadState blind() {
    ThreadState s = new ThreadState(null, true);
    // far from 0, whatever counts of pauses get lost between the threads that share it
    s.busy = 1 << 30;
    s.task = new Task("unknown", 0, "", null, 0);
    return s;
  }

  /** The unit of work that the thread is on. */
  public Task task() {
    if (taskStale) {
      begin(new Task(thread.getName(), thread.getId(), task.test, null, 0));
    }
    return task;
  }

  /** The unit of work that the thread was last asked for; any thread may ask. */
  Task lastTask() {
    return task;
  }

  /** From now on the thread is on another unit of work. */
  public void begin(Task next) {
    taskStale = false;
    task.ended();
    task = next;
  }

  /** As {@link #begin}, for units so small that most are over before anybody asks. */
  public void beginLazily() {
    taskStale = true;
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

  @DontInline
  private static ThreadState find(Thread t) {
    ThreadState s = null;
    try {
      s = LOCAL.get();
      if (s == null) {
        s = make(t);
      } else {
        TABLE[(int) t.getId() & (SLOTS - 1)] = s;
      }
      return s;
    } catch (Throwable e) {
      // the next hook tries again; what this one would have seen is lost
      forget(t);
      if (e instanceof StackOverflowError) {
        stackMissed = true;
      } else {
        memoryMissed = true;
      }
      return BLIND;
    }
  }

  private static ThreadState make(Thread t) {
    boolean virtual = Threads.isVirtual(t);
    ThreadState s = virtual ? VirtualStates.take(t) : null;
    boolean fresh = s == null;
    if (fresh) {
      s = new ThreadState(t, virtual);
    } else {
      s.thread = t;
    }
    // anything the thread-local machinery locks meets a state that is already there
    s.busy = 1;
    TABLE[(int) t.getId() & (SLOTS - 1)] = s;
    s.task = Threads.taskOf(t);
    if (fresh) {
      Threads.add(s);
    } else {
      VirtualStates.addAgain(s);
    }
    Threads.takeGiven(s);
    LOCAL.set(s);
    s.busy = 0;
    return s;
  }

  /** A state that was made in part is no state. */
  private static void forget(Thread t) {
    int slot = (int) t.getId() & (SLOTS - 1);
    ThreadState s = TABLE[slot];
    if (s != null && s.thread == t) {
      TABLE[slot] = null;
    }
  }

  /** Whether a hook had no memory for the state of its thread. */
  public static boolean memoryMissed() {
    return memoryMissed;
  }

  /** Whether a hook had no stack left to make the state of its thread. */
  public static boolean stackMissed() {
    return stackMissed;
  }

  /** At the end of a thread: lets go of it. */
  public void dispose() {
    int slot = (int) thread.getId() & (SLOTS - 1);
    if (TABLE[slot] == this) {
      TABLE[slot] = null;
    }
    LOCAL.remove();
    if (task != null) {
      task.ended();
    }
    if (!virtual) {
      Threads.remove(this);
    } else {
      Thread ended = thread;
      if (forgetThread()) {
        VirtualStates.give(this, ended);
      }
    }
  }

  /** Lets go of all that was about its thread; false when something is left that cannot be. */
  boolean forgetThread() {
    if (depth() != 0 || foreignChanges != null || scopes != null || stack.length > SLOTS_REUSED) {
      return false;
    }
    for (HeldEntry e : stack) {
      e.forget();
    }
    thread = VirtualStates.NOBODY;
    taskStale = false;
    taskDepth = 0;
    taskScopes = null;
    nextSite = 0;
    nextMade = 0;
    lastMade = null;
    lastNoted = 0;
    lastWrapper = null;
    newWriters = null;
    loop = 0;
    journal.newThread(this);
    seen = null;
    done = null;
    waiting = null;
    waitsFor = null;
    bare = null;
    bareSite = 0;
    round = null;
    drained = null;
    drainedAt = null;
    invoking = null;
    pool = null;
    poolWork = null;
    worksOff = null;
    times = null;
    return true;
  }

  private static HeldEntry[] slots(int n) {
    HeldEntry[] slots = new HeldEntry[n];
    for (int i = 0; i < n; i++) {
      slots[i] = new HeldEntry();
    }
    return slots;
  }

  /** The thread was told that a future is done. */
  public void seesDone(Object future) {
    if (!hasSeenDone(future)) {
      done = new WeakReference<>(future);
    }
  }

  /** Whether the last future that it was told is done, with locks held, is this one. */
  public boolean hasSeenDone(Object future) {
    WeakReference<Object> d = done;
    return d != null && d.refersTo(future);
  }

  /** Number of locks held, the one being asked for included. */
  public int depth() {
    return (int) top & DEPTH_MASK;
  }

  /** Number of entries, from the outermost on, that are resolved. */
  public int resolvedDepth() {
    return top < 0 ? resolved : depth();
  }

  /** Index of the innermost hold of a lock object, or -1. */
  public int indexOf(Object lock) {
    HeldEntry[] st = stack;
    for (int i = depth() - 1; i >= 0; i--) {
      if (st[i].holds(lock)) {
        return i;
      }
    }
    return -1;
  }

  /** Adds an entry that is not resolved; the caller resolves it when needed. */
  public HeldEntry push(Object lock, int siteId, int bits) {
    int d = depth();
    HeldEntry[] st = stack;
    if (d == st.length) {
      st = grow();
    }
    HeldEntry e = st[d];
    if (e.epoch != -1 && e.site != siteId && !virtual) {
      e = giveWay(d, siteId);
    }
    if ((++pushes & Limits.SLOT_MASK) == 0) {
      e = renew(st, d);
    }
    e.ref = lock;
    e.meta = bits;
    e.site = siteId;
    e.count = 0;
    e.epoch = -1;
    e.since = ++acquisitions;
    resolved = resolvedDepth();
    top = UNRESOLVED | d + 1;
    return e;
  }

  /**
   * Storing a young object into an old one costs the collector's barrier a memory fence: slots are
   * kept young. Where most acquires are no repetition, making instances known brings little.
   */
  @DontInline
  private HeldEntry renew(HeldEntry[] st, int d) {
    long lately = acquisitions - renewedAt;
    renewedAt = acquisitions;
    freshShift = lately < 2 * Limits.SLOT_MASK
        ? Math.min(freshShift + 1, Limits.FRESH_SHIFT_MAX)
        : Limits.FRESH_SHIFT;
    return st[d] = st[d].renewed();
  }

  /** Notes the time of a request that was just made, unless the thread held the lock before. */
  public void asked(Object lock) {
    int d = depth();
    if (d > 0 && stack[d - 1].count == 0 && stack[d - 1].holds(lock)) {
      stack[d - 1].asked = System.nanoTime();
    }
  }

  /** As {@link #push} for {@link #binMap}'s bin. */
  public HeldEntry pushBin(Object node, int siteId, int bits) {
    HeldEntry e = push(node, siteId, bits);
    if (e.map != binMap) {
      e.map = binMap;
    }
    e.hash = binHash;
    return e;
  }

  /**
   * The fast way in: when the next slot was resolved for this lock, taken at this place in this way
   * inside the very same holds, it stands for the new hold as it is. Null when it does not.
   */
  public HeldEntry repeat(Object lock, int siteId, int bits, int currentEpoch) {
    long below = top;
    int d = (int) below & DEPTH_MASK;
    HeldEntry[] st = stack;
    if (d >= st.length) {
      return null;
    }
    HeldEntry e = st[d];
    Instance in = e.inst;
    if (e.tokenBelow != below
        || e.site != siteId
        || e.meta != bits
        || e.epoch != currentEpoch
        || foreignChanges != null
        || !in.refersTo(lock)) {
      return null;
    }
    e.since = ++acquisitions;
    top = e.token;
    return e;
  }

  /** As {@link #repeat}, where the next slot gave way to others since it was resolved. */
  @DontInline
  public HeldEntry repeatOther(Object lock, int siteId, int bits, int currentEpoch) {
    long below = top;
    int d = (int) below & DEPTH_MASK;
    HeldEntry[][] all = others;
    HeldEntry[] ways = all == null || d >= all.length ? null : all[d];
    HeldEntry e = ways == null ? null : ways[siteId & WAYS - 1];
    if (e == null
        || e.tokenBelow != below
        || e.site != siteId
        || e.meta != bits
        || e.epoch != currentEpoch
        || foreignChanges != null
        || !e.inst.refersTo(lock)) {
      return null;
    }
    exchange(ways, d, e);
    e.since = ++acquisitions;
    top = e.token;
    return e;
  }

  /** Puts the next slot by, for its site, and one for another site into its place. */
  @DontInline
  private HeldEntry giveWay(int d, int siteId) {
    HeldEntry[][] all = others;
    if (all == null || d >= all.length) {
      all = new HeldEntry[stack.length][];
      if (others != null) {
        System.arraycopy(others, 0, all, 0, others.length);
      }
      others = all;
    }
    HeldEntry[] ways = all[d];
    if (ways == null) {
      ways = new HeldEntry[WAYS];
      all[d] = ways;
    }
    HeldEntry e = ways[siteId & WAYS - 1];
    if (e == null) {
      e = spare != null ? spare : new HeldEntry();
      spare = null;
    }
    exchange(ways, d, e);
    return e;
  }

  /** A slot is in the stack or put by, never both. */
  private void exchange(HeldEntry[] ways, int d, HeldEntry in) {
    HeldEntry out = stack[d];
    int way = in.site & WAYS - 1;
    if (ways[way] == in) {
      ways[way] = null;
    }
    stack[d] = in;
    if (out.epoch == -1) {
      spare = out;
      return;
    }
    way = out.site & WAYS - 1;
    if (ways[way] != null) {
      spare = ways[way];
    }
    ways[way] = out;
  }

  /** All entries are resolved: the innermost one's token stands for them. */
  public void allResolved() {
    int d = depth();
    top = d == 0 ? 0 : stack[d - 1].token;
  }

  /** What was resolved is void from an entry on. */
  public void unresolve(int from) {
    int d = depth();
    resolved = Math.min(resolvedDepth(), from);
    if (resolved < d) {
      top = UNRESOLVED | d;
    }
  }

  /** The next acquire at this depth is looked at, whether or not it repeats the last one. */
  void closeFastWay() {
    int d = depth();
    if (d < stack.length) {
      stack[d].epoch = -1;
    }
    HeldEntry[] ways = others == null || d >= others.length ? null : others[d];
    for (int i = 0; ways != null && i < WAYS; i++) {
      if (ways[i] != null) {
        ways[i].epoch = -1;
      }
    }
  }

  /** True once in 2^shift calls, in no rhythm that the watched code could share. */
  public boolean oneIn(int shift) {
    random = random * 1_664_525 + 1_013_904_223;
    return random >>> 32 - shift == 0;
  }

  /** A repeated acquire is looked at again: the longer that goes on, the less the next can bring. */
  public void sampled() {
    if (++samples % Limits.SAMPLES_ALIKE == 0 && sampleMask < Limits.SAMPLE_MASK_MAX) {
      sampleMask = sampleMask << 1 | 1;
    }
  }

  /** Stands for the time until the next acquire, in the order of this thread's acquires. */
  public long moment() {
    return thread.getId() << Instance.MAKER_SHIFT | acquisitions + 1;
  }

  /** A token for an entry that is resolved now. */
  public long newToken(int index) {
    return ++tokens << DEPTH_BITS | index + 1;
  }

  /** Takes the innermost entry off. */
  public void pop(HeldEntry e) {
    if (top >= 0) {
      top = e.tokenBelow;
    } else {
      popUnresolved();
    }
    if (e.ref != null) {
      e.ref = null;
    }
    if (e.trace != null) {
      e.trace = null;
    }
  }

  private void popUnresolved() {
    int d = depth() - 1;
    if (resolved >= d) {
      top = d == 0 ? 0 : stack[d - 1].token;
    } else {
      top = UNRESOLVED | d;
    }
  }

  /** Ends one acquire of an entry: a re-entry, or the hold itself. */
  public void leave(int i) {
    HeldEntry e = stack[i];
    if (e.count > 0) {
      e.count--;
    } else {
      remove(i);
    }
  }

  /** Takes an entry out; entries above it move down and are resolved anew. */
  @DontInline
  public void remove(int i) {
    int last = depth() - 1;
    HeldEntry e = stack[i];
    unresolve(i);
    if (i < last) {
      System.arraycopy(stack, i + 1, stack, i, last - i);
      stack[last] = e;
    }
    e.epoch = -1;
    e.duty = null;
    e.count = 0;
    pop(e);
  }

  /** A held-lock stack that was put aside, see {@link #aside}. */
  public static final class Aside {
    private HeldEntry[] stack;
    private HeldEntry[][] others;
    private long top;
    private int resolved;
  }

  /** Puts the held-lock stack aside and starts with an empty one; {@link #back} undoes it. */
  public Aside aside() {
    Aside a = new Aside();
    a.stack = stack;
    a.others = others;
    a.top = top;
    a.resolved = resolved;
    stack = slots(4);
    others = null;
    top = 0;
    resolved = 0;
    return a;
  }

  public void back(Aside a) {
    stack = a.stack;
    others = a.others;
    top = a.top;
    resolved = a.resolved;
  }

  /** Number of holds that were put aside. */
  public int depth(Aside a) {
    return (int) a.top & DEPTH_MASK;
  }

  /** A hold that was put aside. */
  public HeldEntry entry(Aside a, int i) {
    return a.stack[i];
  }

  @DontInline
  private HeldEntry[] grow() {
    HeldEntry[] next = slots(Math.min(stack.length * 2, DEPTH_MASK + 1));
    System.arraycopy(stack, 0, next, 0, stack.length);
    stack = next;
    return next;
  }

  /** One hold that another thread released, or handed over to this one. */
  static final class ForeignChange {
    /** Whose hold is meant: the state may have gone on to another thread. */
    final Thread of;
    final Object lock;
    /** Mode of the hold that was released, or all bits of the one handed over. */
    final int bits;
    /** Whether it was handed over to this thread. */
    final boolean given;
    /** The very hold that is meant; null when any hold of the lock is. */
    final Duty duty;
    final ForeignChange next;

    ForeignChange(
        Thread of, Object lock, int bits, boolean given, Duty duty, ForeignChange next) {
      this.of = of;
      this.lock = lock;
      this.bits = bits;
      this.given = given;
      this.duty = duty;
      this.next = next;
    }
  }

  /** Applies what other threads did to the holds, oldest first. Own thread only. */
  @DontInline
  public void takeForeignChanges() {
    ForeignChange oldest = null;
    for (ForeignChange c = Threads.takeForeign(this); c != null; c = c.next) {
      if (c.of == thread) {
        oldest = new ForeignChange(c.of, c.lock, c.bits, c.given, c.duty, oldest);
      }
    }
    for (ForeignChange c = oldest; c != null; c = c.next) {
      if (c.given) {
        HeldEntry e = push(c.lock, Sites.NOWHERE, c.bits);
        e.duty = c.duty;
      } else if (c.duty != null) {
        takeOff(c.duty);
      } else {
        takeOff(c.lock, c.bits);
      }
    }
  }

  /** Takes off the hold that somebody else has ended or taken over; false when it is not here. */
  public boolean takeOff(Duty duty) {
    for (int i = depth() - 1; i >= 0; i--) {
      if ((stack[i].meta & TICKET) != 0 && stack[i].duty == duty) {
        stack[i].duty = null;
        remove(i);
        return true;
      }
    }
    return false;
  }

  private void takeOff(Object lock, int mode) {
    for (int i = depth() - 1; i >= 0; i--) {
      if ((stack[i].meta & MODE) == mode && stack[i].holds(lock)) {
        leave(i);
        return;
      }
    }
  }

  public int kind(int i) {
    return stack[i].meta >>> KIND_SHIFT & KIND_MASK;
  }
}
