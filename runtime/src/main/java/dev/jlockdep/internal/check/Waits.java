package dev.jlockdep.internal.check;

import dev.jlockdep.api.Finding;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Dep;
import dev.jlockdep.internal.graph.Event;
import dev.jlockdep.internal.graph.EventName;
import dev.jlockdep.internal.graph.Events;
import dev.jlockdep.internal.graph.Holds;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.Need;
import dev.jlockdep.internal.graph.Pool;
import dev.jlockdep.internal.graph.Pools;
import dev.jlockdep.internal.graph.Seen;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.graph.Wait;
import dev.jlockdep.internal.graph.Witness;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import jdk.internal.vm.annotation.DontInline;

/**
 * Waits for events on the graph of locks. A task that waits for an event E while it holds h makes h
 * -> E; a task that brings E about and had to take r on its way makes E -> r. Both are about the very
 * event: {@link dev.jlockdep.internal.graph.Matcher} then asks for the same lock, too.
 *
 * <p>What happens once (a latch, a future, the end of a thread) is judged as soon as both halves are
 * known, whichever comes first. What happens again and again (a condition, a monitor) is judged by
 * {@link #settle}: a single signal that came without r, or that woke a task holding h, says that the
 * wait can end, and such a signal may come late.
 */
public final class Waits {
  /** What is waited for. */
  public static final int EVENT = 0;
  public static final int FUTURE = 1;
  public static final int THREAD = 2;
  public static final int POOL = 3;
  public static final int PERMITS = 4;

  private static final String[] KINDS = {"event", "future", "thread", "pool", "semaphore"};
  /** Needs of one task that whoever waits for it takes over. */
  private static final int ADOPTED_MAX = 8;
  /** Tasks of a pool whose needs are kept for whoever waits for its end; then one in 64. */
  private static final int POOL_MASK = 63;
  /** Futures and threads whose needs are kept before anybody waits for them; then one in 16. */
  private static final int KEPT_AT_FIRST = 4096;
  private static final int KEPT_SHIFT = 4;
  /** Racy, and not written once it is large, since all threads read it. */
  private static int kept;

  private Waits() {}

  // ---- what a task asks for --------------------------------------------------------------------

  /** The request on top of the stack is one of the first of its place in this context. */
  @DontInline
  public static void requested(ThreadState s) {
    int top = s.depth() - 1;
    HeldEntry e = s.stack[top];
    if ((e.meta & (ThreadState.TRY | ThreadState.AGAIN)) != 0
        || s.kind(top) == Kind.BIN
        || s.kind(top) == Kind.DECLARED) {
      return;
    }
    s.busy++;
    try {
      Validator.resolveFully(s);
      s.journal.add(
          new Need(
              s.task(), e.inst, ClassTable.get(e.cls), (e.meta & ThreadState.MODE) != 0,
              (e.meta & ThreadState.TIMED) != 0, e.site, top == 0 ? null : holds(s, top, null),
              e.trace));
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** The holds below a depth, without those of one lock. */
  private static Holds holds(ThreadState s, int depth, Object without) {
    int n = 0;
    for (int i = 0; i < depth; i++) {
      n += counts(s, i, without) ? 1 : 0;
    }
    Holds h = new Holds(n);
    int k = 0;
    for (int i = 0; i < depth; i++) {
      if (counts(s, i, without)) {
        HeldEntry e = s.stack[i];
        h.set(k++, e.inst, e.cls, (e.meta & ThreadState.MODE) != 0, e.site);
      }
    }
    return h;
  }

  private static boolean counts(ThreadState s, int i, Object without) {
    return (without == null || !s.stack[i].holds(without)) && s.kind(i) != Kind.DECLARED;
  }

  // ---- events that happen once -----------------------------------------------------------------

  /** The thread is about to wait, without a time limit, for something that happens once. */
  public static Finding begins(ThreadState s, Object key, int what) {
    return begins(s, key, key, what);
  }

  /** As the other one; {@code place} gives the event its name. */
  static Finding begins(ThreadState s, Object key, Object place, int what) {
    s.busy++;
    try {
      Validator.heal(s, s.depth());
      if (s.depth() == 0) {
        return null;
      }
      Validator.resolveFully(s);
      Wait w = wait(s, key, place, what, null);
      if (w.holds.count() == 0) {
        return null;
      }
      List<Validator.Link> links = new ArrayList<>();
      held(w, links);
      needed(w, Events.waits(w), links);
      return Validator.link(s, links, w.stack());
    } catch (Throwable t) {
      Errors.record(t);
      return null;
    } finally {
      s.busy--;
    }
  }

  private static Wait wait(
      ThreadState s, Object key, Object place, int what, Object released) {
    Holds h = holds(s, s.depth(), released);
    StackTraceElement[][] kept = new StackTraceElement[h.count()][];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Validator.traceOf(s, h.locks[i].id);
    }
    return new Wait(
        s.task(), Events.of(key), new EventName(place, KINDS[what], released == place), h, kept,
        new Throwable(), s.seen == null ? null : s.seen.copy());
  }

  private static void held(Wait w, List<Validator.Link> links) {
    for (int i = 0; i < w.holds.count(); i++) {
      links.add(
          new Validator.Link(
              ClassTable.get(w.holds.classes[i]), w.holds.shared[i], w.eventClass(), false,
              w.under(i)));
    }
  }

  private static void needed(Wait w, List<Need> needs, List<Validator.Link> links) {
    for (Need n : needs) {
      if (!w.knows(n)) {
        LockClass c = w.eventClass();
        links.add(
            new Validator.Link(
                c, false, n.lockClass, n.shared, n.before(w.event.instance(), c.id())));
      }
    }
  }

  /** The thread came back from such a wait. */
  public static void returned(ThreadState s, Object key) {
    Event e = Events.known(key);
    if (e != null) {
      knows(s, e);
      Events.returned(e, s.task());
      e.blocked = null;
      adopt(s, key, e);
    }
    s.journal.newContext(s);
  }

  /** A task needs what the futures and threads need that it waits for. */
  private static void adopt(ThreadState s, Object key, Event e) {
    if (!(key instanceof Future || key instanceof Thread)) {
      return;
    }
    List<Need> needs = Events.needs(e);
    if (needs != null) {
      s.journal.adopt(needs.subList(0, Math.min(ADOPTED_MAX, needs.size())));
    }
  }

  /**
   * The thread was told that a future is done: whatever that needed is over for it. Only what it asks
   * with locks held tells how the code works: a question without any may be that of a test, which
   * asks for nothing but an order of events that other runs need not have.
   */
  public static void seenDone(ThreadState s, Object future) {
    if (s.depth() == 0) {
      return;
    }
    s.seesDone(future); // what was needed for it may not have been noted yet
    Event e = Events.known(future);
    if (e != null) {
      s.busy++;
      try {
        knows(s, e);
      } catch (Throwable t) {
        Errors.record(t);
      } finally {
        s.busy--;
      }
    }
  }

  private static void knows(ThreadState s, Event e) {
    dev.jlockdep.internal.graph.Task by = e.lastSignaller;
    if (by != null) {
      if (s.seen == null) {
        s.seen = new Seen();
      }
      s.seen.add(by.id, e.lastSignal);
    }
  }

  /** A thread counts a latch down or completes a future that is not the one it runs. */
  public static void signals(ThreadState s, Object key) {
    signals(s, key, key);
  }

  /** As the other one; {@code made}: what the thread must have made or joined before. */
  static void signals(ThreadState s, Object key, Object made) {
    if (s.depth() == 0 && !s.journal.any()) {
      return;
    }
    s.busy++;
    try {
      if (wanted(s, key)) {
        happens(s, key, signalled(s, withHeld(s, s.journal.forSignal(made), null)));
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** Notes where the signal is given; a stack is dear, so not for all of many. */
  static List<Need> signalled(ThreadState s, List<Need> needs) {
    if (needs.isEmpty() || s.traceBudget <= 0 && !s.oneIn(KEPT_SHIFT)) {
      return needs;
    }
    s.traceBudget--;
    StackTraceElement[] here = Stacks.fromWait(Stacks.trim(new Throwable()));
    List<Need> out = new ArrayList<>(needs.size());
    for (Need n : needs) {
      out.add(n.of(here));
    }
    return out;
  }

  /** The run of a future is over. */
  public static void completes(ThreadState s, Object future) {
    s.busy++;
    try {
      List<Need> needs = s.journal.ofFuture(future);
      s.journal.ran(future);
      if (needs != null && !needs.isEmpty() && wanted(s, future)) {
        happens(s, future, needs);
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** A thread ends. */
  public static void threadEnds(ThreadState s, Thread thread) {
    if (!s.journal.anyInTask()) {
      return;
    }
    s.busy++;
    try {
      if (wanted(s, thread)) {
        happens(s, thread, s.journal.ofTask());
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** A task of a pool ends: the pool cannot end before it. */
  public static void taskEnds(ThreadState s) {
    Pool p = s.journal.anyInTask() ? Pools.known(s.pool) : null;
    if (p == null || !tells(p)) {
      return;
    }
    s.busy++;
    try {
      happens(s, s.pool, s.journal.ofTask());
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** Whether what one more task of a pool needed is kept for whoever waits for the pool's end. */
  static boolean tells(Pool p) {
    return ++p.told <= POOL_MASK || (p.told & POOL_MASK) == 0;
  }

  /** A thread that a pool made for one task ends. */
  public static void poolThreadEnds(ThreadState s, Object pool) {
    Pool p = s.journal.anyInTask() ? Pools.known(pool) : null;
    if (p != null && tells(p)) {
      s.busy++;
      try {
        happens(s, pool, s.journal.ofTask());
      } catch (Throwable t) {
        Errors.record(t);
      } finally {
        s.busy--;
      }
    }
  }

  static List<Need> withHeld(ThreadState s, List<Need> needs, Object without) {
    if (s.depth() == 0) {
      return needs;
    }
    Validator.heal(s, s.depth());
    Validator.resolveFully(s);
    for (int i = 0; i < s.depth(); i++) {
      HeldEntry e = s.stack[i];
      if (s.kind(i) != Kind.BIN && counts(s, i, without)) {
        needs.add(
            new Need(
                s.task(), e.inst, ClassTable.get(e.cls), (e.meta & ThreadState.MODE) != 0,
                (e.meta & (ThreadState.TIMED | ThreadState.TRY)) != 0, e.site,
                i == 0 ? null : holds(s, i, without), e.trace));
      }
    }
    return needs;
  }

  /**
   * Whether what an event needed is kept: of the many that nobody waits for, most of which nobody ever
   * will, a part. Asked before it is found out, which is the dear part.
   */
  static boolean wanted(ThreadState s, Object key) {
    return Events.known(key) != null
        || kept < KEPT_AT_FIRST && ++kept <= KEPT_AT_FIRST
        || s.oneIn(KEPT_SHIFT);
  }

  static void happens(ThreadState s, Object key, List<Need> needs) {
    if (needs.isEmpty()) {
      return;
    }
    Event e = Events.of(key);
    List<Wait> waits = Events.needs(e, needs, s.task());
    if (waits.isEmpty()) {
      return;
    }
    List<Validator.Link> links = new ArrayList<>();
    for (Wait w : waits) {
      needed(w, needs, links);
    }
    Validator.link(s, links, Stacks.fromWait(Stacks.trim(new Throwable())));
  }

  // ---- events that happen again and again --------------------------------------------------------

  /** The thread is about to wait for a signal; {@code released}: the lock that it lets go. */
  public static void beginsSignal(ThreadState s, Object key, Object released) {
    s.busy++;
    try {
      s.waiting = null;
      if (s.bare != null) {
        LostSignals.begins(s, key, released);
      }
      Validator.heal(s, s.depth());
      Event e = Events.of(key);
      e.waiters++;
      s.waitsFor = e;
      if (e.inner || s.depth() < 2) {
        return;
      }
      Validator.resolveFully(s);
      s.waiting = open(s, key, key, released);
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** Takes out what is about the lock that a wait lets go. */
  static void without(Object guard, List<Need> needs) {
    for (int i = needs.size() - 1; guard != null && i >= 0; i--) {
      if (needs.get(i).lock.refersTo(guard)) {
        needs.remove(i);
      }
    }
  }

  /** Notes a wait that is judged by all signals; null when nothing is held in it. */
  static Wait open(ThreadState s, Object key, Object place, Object released) {
    Event e = Events.known(key);
    Wait w = wait(s, key, place, e != null && e.permits >= 0 ? PERMITS : EVENT, released);
    if (w.holds.count() == 0) {
      return null;
    }
    if (!Events.opens(w)) {
      Incomplete.report(
          "objects waited for with locks held", Limits.OPEN_WAITS_MAX,
          "dev.jlockdep.max.open.waits");
    }
    return w;
  }

  /** It came back, and not because of an interrupt or an error. */
  public static void woken(ThreadState s, Object key) {
    Wait w = s.waiting;
    s.waiting = null;
    if (w != null) {
      Events.woken(w);
    }
    Event e = Events.known(key);
    if (e != null) {
      if (s.waitsFor == e) {
        // one that was interrupted goes on being counted, at the price of some needless notes
        e.waiters--;
        s.waitsFor = null;
      }
      knows(s, e);
      if (e.bare != null) {
        LostSignals.woken(s, e.bare);
      }
    }
    s.journal.newContext(s);
  }

  /** The thread signals whoever waits on a condition or monitor. */
  public static void signalsOne(ThreadState s, Object key, Object guard) {
    s.journal.tells(guard);
    Event e = Events.known(key);
    if (e == null || e.waiters == 0 && e.bare == null && !Events.isOpen(e)) {
      // a signal that reaches nobody tells nothing
      return;
    }
    s.busy++;
    try {
      if (e.bare != null) {
        LostSignals.signalled(s, e.bare);
      }
      List<Need> needs = null;
      if (Events.isOpen(e) && s.journal.isWhole()) {
        needs = withHeld(s, s.journal.forSignal(key), guard);
        without(guard, needs);
      }
      Events.signalled(e, needs == null ? null : signalled(s, needs), s.task());
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /**
   * Judges the waits that no signal has ended, by the signals that were seen. {@code over}: only
   * those that have ended otherwise; the others may still be woken.
   */
  public static void settle(boolean over) {
    ThreadState s = ThreadState.current();
    s.busy++;
    try {
      for (Events.Open o : Events.open()) {
        if (over && o.wait.lasts()) {
          continue;
        }
        List<Validator.Link> links = new ArrayList<>();
        held(o.wait, links);
        needed(o.wait, o.needs, links);
        Validator.link(s, links, o.wait.stack());
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  // ---- for reports -----------------------------------------------------------------------------

  private static boolean isEvent(LockClass c) {
    if (c.declared) {
      return false;
    }
    for (String kind : KINDS) {
      if (c.kind() == kind) {
        return true;
      }
    }
    return false;
  }

  /** Whether an event lies on a circle. */
  static boolean onWay(Dep[] deps) {
    for (Dep d : deps) {
      if (isEvent(d.from)) {
        return true;
      }
    }
    return false;
  }

  /** A circle with an event is told from the wait on. */
  static int first(Dep[] deps, int closing) {
    for (int i = 0; i < deps.length; i++) {
      if (isEvent(deps[i].to) && !isEvent(deps[i].from)) {
        return i;
      }
    }
    return closing;
  }

  /** Says who has to do what. */
  static void describe(Dep d, Witness w, List<String> why) {
    if (!isEvent(d.from)) {
      return;
    }
    StackTraceElement at = Sites.position(w.requestSite);
    why.add(
        w.task.name() + verb(d.from) + w.heldLabel + ", and needed " + d.to.name()
            + (at == null ? "" : " at " + at) + " before that");
  }

  private static String verb(LockClass c) {
    return c.kind() == KINDS[FUTURE] ? " completed "
        : c.kind() == KINDS[THREAD] ? " ended as "
        : c.kind() == KINDS[PERMITS] ? " gave a permit of "
        : " signalled ";
  }
}
