package dev.jlockdep.internal.check;

import static dev.jlockdep.internal.held.ThreadState.MODE;
import static dev.jlockdep.internal.held.ThreadState.NEST;
import static dev.jlockdep.internal.held.ThreadState.RECURSIVE;
import static dev.jlockdep.internal.held.ThreadState.SUBCLASS_MASK;
import static dev.jlockdep.internal.held.ThreadState.SUBCLASS_SHIFT;
import static dev.jlockdep.internal.held.ThreadState.TICKET;
import static dev.jlockdep.internal.held.ThreadState.TIMED;
import static dev.jlockdep.internal.held.ThreadState.TRY;
import static dev.jlockdep.internal.held.ThreadState.X;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.Level;
import dev.jlockdep.internal.graph.Ascending;
import dev.jlockdep.internal.graph.Bins;
import dev.jlockdep.internal.graph.ClassTable;
import dev.jlockdep.internal.graph.Cycle;
import dev.jlockdep.internal.graph.Dep;
import dev.jlockdep.internal.graph.DependencyGraph;
import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.Fingerprint;
import dev.jlockdep.internal.graph.InitType;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Instances;
import dev.jlockdep.internal.graph.Inversions;
import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.Matcher;
import dev.jlockdep.internal.graph.Relation;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.graph.Stacks;
import dev.jlockdep.internal.graph.Witness;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jdk.internal.vm.annotation.DontInline;

/**
 * The slow path: turns a request made while other locks are held into dependencies, looks for cycles
 * and recursion, and grades them. One graph lock orders all of it; findings are built and published
 * after it is let go. Runs with the thread's hooks disabled.
 */
public final class Validator {
  private static final SpinLock GRAPH_LOCK = new SpinLock();
  private static final DependencyGraph GRAPH = new DependencyGraph();
  private static final ArrayList<Cycle> CYCLES = new ArrayList<>();
  /** Grows when a dependency joins a cycle: every thread then looks at its chains again. */
  private static int epoch;
  private static final Chains CHAINS = new Chains();
  /** Makes another key of a chain's, any odd number does. */
  private static final long AGAIN_MIX = 0xD1B54A32D192ED03L;

  private Validator() {}

  public static int epoch() {
    return epoch;
  }

  /** Whether enough threads have seen a chain that one more virtual thread need not look. */
  public static boolean settled(long chainKey) {
    return CHAINS.settled(chainKey);
  }

  /** A lock got another name, or is no mutex after all: what slots remember of it is void. */
  public static void renamed() {
    GRAPH_LOCK.lock();
    epoch++;
    GRAPH_LOCK.unlock();
  }

  // ---- resolving -------------------------------------------------------------------------------

  /** Fills in class and chain key of all entries that lack them. */
  public static void resolve(ThreadState s) {
    for (int i = s.resolvedDepth(), n = s.depth(); i < n; i++) {
      if (!resolvedAlike(s, s.stack[i], i)) {
        resolveEntry(s, i);
      }
    }
    s.allResolved();
  }

  /** As {@link #resolve}, and every lock is a registered instance afterwards. */
  @DontInline
  public static void resolveFully(ThreadState s) {
    resolve(s);
    for (int i = 0, n = s.depth(); i < n; i++) {
      HeldEntry e = s.stack[i];
      if (e.inst == null) {
        e.inst = register(s, e, s.kind(i));
        e.epoch = epoch;
      }
    }
  }

  @DontInline
  private static void resolveEntry(ThreadState s, int i) {
    HeldEntry e = s.stack[i];
    Object lock = e.lock();
    int kind = s.kind(i);
    int meta = e.meta;
    Instance in = e.inst;
    LockClass c = null;
    boolean alike = false;
    // no instance refers to a bin's node: one that was found for this very hold stays
    if (in == null || (kind == Kind.BIN ? e.epoch == -1 : !in.refersTo(lock))) {
      boolean classWillDo = kind == Kind.MONITOR || kind == Kind.REENTRANT || kind == Kind.BIN;
      c = kind == Kind.BIN
          ? Bins.classOf(e.map)
          : kind == Kind.MONITOR ? Instances.onlyByType(lock) : null;
      alike = c != null;
      in = alike ? null : Instances.known(lock);
      if (in == null && !classWillDo) {
        in = register(s, e, kind);
      }
      if (e.inst != in) {
        e.inst = in;
      }
      if (e.ref == null) {
        e.ref = lock;
      }
    }
    if (c == null) {
      c = in != null ? in.lockClass : classOf(s, lock, kind);
    }
    int sub = meta >>> SUBCLASS_SHIFT & SUBCLASS_MASK;
    if (sub != 0) {
      c = subclass(c, sub);
    }
    e.cls = c.id();
    if ((meta & MODE) == X && in != null && !in.written && kind != Kind.MONITOR) {
      in.written = true;
      if (Kind.hasReaders(kind)) {
        newWriter(s, in);
      }
    }
    long h = (i == 0 ? 0 : s.stack[i - 1].key) ^ 0x9E3779B97F4A7C15L;
    h ^= (long) e.site << 32 | (long) c.id() << 12 | meta & (MODE | TRY | TIMED | NEST);
    h *= 0x9E3779B97F4A7C15L;
    h ^= h >>> 29;
    e.twin = (meta & TICKET) != 0 && hasTwin(s, i);
    // many units in flight are no chain of their own for each number of them
    e.key = e.twin ? s.stack[i - 1].key : h == 0 ? 1 : h;
    e.tokenBelow = i == 0 ? 0 : s.stack[i - 1].token;
    e.token = s.newToken(i);
    e.epoch = in == null ? -1 : epoch;
    e.byTaker = false;
    e.like = alike && sub == 0 ? c : null;
    if (e.like != null) {
      e.likeSite = e.site;
      e.likeMeta = meta;
      e.likeEpoch = epoch;
      e.likeBelow = i == 0 ? 0 : s.stack[i - 1].key;
    }
  }

  /** As {@link #resolveEntry} when this slot's last lock had the class that this one has. */
  private static boolean resolvedAlike(ThreadState s, HeldEntry e, int i) {
    LockClass c = e.like;
    if (c == null
        || e.ref == null
        || e.site != e.likeSite
        || e.meta != e.likeMeta
        || e.likeEpoch != epoch
        || e.likeBelow != (i == 0 ? 0 : s.stack[i - 1].key)) {
      return false;
    }
    boolean bin = s.kind(i) == Kind.BIN;
    if (bin ? Bins.classOf(e.map) != c : !Instances.isOnlyByType(e.ref, c)) {
      return false;
    }
    if (e.inst != null) {
      if (bin ? e.epoch != -1 : e.inst.refersTo(e.ref)) {
        return false;
      }
      e.inst = null;
    }
    // key and class of the slot are those of the last hold
    e.tokenBelow = i == 0 ? 0 : s.stack[i - 1].token;
    e.token = s.newToken(i);
    e.epoch = -1;
    return true;
  }

  @DontInline
  private static void newWriter(ThreadState s, Instance in) {
    if (s.newWriters == null) {
      s.newWriters = new ArrayList<>(1);
    }
    s.newWriters.add(in);
  }

  private static boolean hasTwin(ThreadState s, int i) {
    HeldEntry e = s.stack[i];
    for (int k = 0; k < i; k++) {
      HeldEntry o = s.stack[k];
      if (o.meta == e.meta && o.inst == e.inst && o.duty != null && !o.twin) {
        return o.duty.queue == (e.duty == null ? null : e.duty.queue);
      }
    }
    return false;
  }

  @DontInline
  private static LockClass classOf(ThreadState s, Object lock, int kind) {
    s.busy++;
    try {
      return Instances.classOf(lock, kind);
    } finally {
      s.busy--;
    }
  }

  @DontInline
  private static Instance register(ThreadState s, HeldEntry e, int kind) {
    s.busy++;
    try {
      return kind == Kind.BIN ? Bins.of(e.map, e.hash) : Instances.of(e.lock(), kind);
    } finally {
      s.busy--;
    }
  }

  private static LockClass subclass(LockClass c, int n) {
    return ClassTable.of(c.name() + "/" + n, c.kind(), c.type(), c.declared());
  }

  /**
   * Takes off entries that the thread does not hold in truth: a StackOverflowError inside a hook can
   * leave one behind. See {@link Ownership} for those that can be asked; the price is the slow path's.
   */
  @DontInline
  public static void heal(ThreadState s, int below) {
    for (int i = below - 1; i >= 0; i--) {
      if (Ownership.gone(s, i)) {
        s.remove(i);
      }
    }
  }

  // ---- the slow path ---------------------------------------------------------------------------

  /**
   * Looks at the request on top of the held-lock stack.
   *
   * @return a failing finding when the configuration wants it thrown, else null
   */
  @DontInline
  public static Finding request(ThreadState s) {
    int top = s.depth() - 1;
    if (s.depth() > Limits.DEPTH_MAX) {
      Incomplete.report("held locks per thread", Limits.DEPTH_MAX, "dev.jlockdep.max.depth");
      return null;
    }
    long key = s.stack[top].key;
    // an initialiser is asked for by the frame below it, which no site says
    boolean init = s.kind(top) == Kind.INIT;
    return dependencies(s, top, key, init ? 0 : s.stack[top].site);
  }

  /**
   * Counts one more sighting of a chain by a thread; whether it is to be looked at in full: the first
   * ones are, then doublings. {@code hot}: it is on a cycle even if it was not seen to be.
   */
  public static boolean unproven(ThreadState s, long key, boolean hot) {
    int n = s.recent.seen(key, epoch);
    return n <= Limits.SIGHTINGS_FULL
        || (n & n - 1) == 0
        || n <= Limits.SIGHTINGS_HOT && (hot || CHAINS.hot(key));
  }

  /**
   * As {@link #request} for a lock that is asked for again after a wait; it is on the stack. What is
   * held and what is waited for make a chain of their own, on a cycle where more is held than when
   * the lock was taken first.
   */
  @DontInline
  public static void reacquire(ThreadState s, int index) {
    int top = s.depth() - 1;
    long key = s.stack[top].key;
    if (unproven(s, (key ^ index + 1) * AGAIN_MIX | 1, index < top || CHAINS.hot(key))) {
      // asked for where the wait is, not where the lock was taken first
      dependencies(s, index, 0, 0);
    }
  }

  private static Finding dependencies(ThreadState s, int index, long chainKey, int site) {
    s.busy++;
    try {
      resolveFully(s);
      if (ClassTable.refused() != 0) {
        Incomplete.report("lock classes", Limits.CLASSES_MAX, "dev.jlockdep.max.classes");
      }
      Relation[] relations = relations(s, index);
      Others others = new Others(s, index);
      List<Candidate> found = new ArrayList<>(0);
      List<Witness> needStacks = new ArrayList<>(0);
      if (nestedLegally(s, index)) {
        return null;
      }
      settleDuties(s);
      GRAPH_LOCK.lock();
      try {
        boolean hot = false;
        for (int i = 0; i < s.depth(); i++) {
          if (i != index && !s.stack[i].twin && s.stack[i].inst != s.stack[index].inst) {
            hot |= dependency(others, i, site, relations[i], found, needStacks);
          }
        }
        if (chainKey != 0) {
          CHAINS.sighted(chainKey, s, hot);
        }
      } finally {
        GRAPH_LOCK.unlock();
      }
      if (found.isEmpty() && needStacks.isEmpty()) {
        return null;
      }
      // most sightings bring nothing new, and walking the stack is their dearest part: only now
      StackTraceElement[] stack = Stacks.trim(new Throwable());
      if (s.kind(index) == Kind.INIT) {
        stack = InitEdges.asking(stack);
      }
      fillStacks(s, needStacks, stack);
      return publish(s, found, stack);
    } catch (Throwable t) {
      Errors.record(t);
      return null;
    } finally {
      s.busy--;
    }
  }

  /** Stacks are walked before the graph lock is taken, not under it. */
  private static void settleDuties(ThreadState s) {
    for (int i = 0; i < s.depth(); i++) {
      if ((s.stack[i].meta & TICKET) != 0 && s.stack[i].duty != null) {
        s.stack[i].duty.snapshot();
      }
    }
  }

  /** lockdep's rule: nested under a held outer lock, a further one of the class adds nothing. */
  private static boolean nestedLegally(ThreadState s, int index) {
    if ((s.stack[index].meta & NEST) == 0) {
      return false;
    }
    for (int i = 0; i < index; i++) {
      if (s.stack[i].cls == s.stack[index].cls) {
        return true;
      }
    }
    return false;
  }

  private static Relation[] relations(ThreadState s, int index) {
    Relation[] r = new Relation[s.depth()];
    for (int i = 0; i < s.depth(); i++) {
      r[i] = Relation.NONE;
      if (i != index && s.stack[i].cls != s.stack[index].cls) {
        r[i] = Relation.of(s.stack[i].inst, s.stack[index].inst);
      }
    }
    return r;
  }

  /** Records held {@code i} -> requested {@code index}; returns whether it lies on a cycle. */
  private static boolean dependency(
      Others others,
      int i,
      int site,
      Relation relation,
      List<Candidate> found,
      List<Witness> needStacks) {
    ThreadState s = others.s;
    int index = others.index;
    LockClass from = ClassTable.get(s.stack[i].cls);
    LockClass to = ClassTable.get(s.stack[index].cls);
    if (from.ownerless || to.ownerless) {
      return false;
    }
    int meta = s.stack[index].meta;
    int toMode = meta & MODE;
    boolean fromShared = (s.stack[i].meta & MODE) != X;
    boolean timed = (meta & TIMED) != 0;
    if (from == to && legalNesting(s, i, index, from)) {
      return false;
    }
    Dep d = GRAPH.of(from, fromShared, to, toMode, timed);
    if (d == null) {
      found.add(Candidate.incomplete());
      return false;
    }
    d.count++;
    boolean fresh = d.count == 1 || d.timedOnly && !timed;
    d.timedOnly &= timed;
    Witness w = witness(others, i, site, relation);
    boolean added = d.add(w);
    if (added && d.stacks < Limits.STACKS_MAX) {
      d.stacks++;
      needStacks.add(w);
    }
    if (from == to) {
      recursionByClass(s, i, index, d, w, fresh, added, found);
      return true;
    }
    String rule = fresh && !timed ? LockOrder.broken(from.name(), to.name()) : null;
    if (rule != null) {
      found.add(Candidate.declaredOrder(d, w, rule));
    }
    if (fresh && GRAPH.closes(d)) {
      closed(d, w, found);
    } else if (added && d.hot) {
      regrade(d, w, found);
    }
    return d.hot;
  }

  /** Records a dependency that code was read to have; its witness comes with stacks. */
  static void implied(ThreadState s, LockClass from, LockClass to, Witness w) {
    List<Candidate> found = new ArrayList<>(0);
    GRAPH_LOCK.lock();
    try {
      Dep d = GRAPH.of(from, false, to, X, false);
      if (d == null) {
        found.add(Candidate.incomplete());
      } else {
        boolean fresh = d.count++ == 0;
        boolean added = d.add(w);
        if (fresh && GRAPH.closes(d)) {
          closed(d, w, found);
        } else if (added && d.hot) {
          regrade(d, w, found);
        }
      }
    } finally {
      GRAPH_LOCK.unlock();
    }
    if (!found.isEmpty()) {
      resolveFully(s);
      publish(s, found, Stacks.trim(new Throwable()), s.depth());
    }
  }

  /** The locks that a thread holds beside the one it asks for: the same in all witnesses of that. */
  private static final class Others {
    final ThreadState s;
    final int index;
    long[] held;
    int[] classes;
    int[] entities;
    int[] sites;

    Others(ThreadState s, int index) {
      this.s = s;
      this.index = index;
    }

    private boolean counts(int i) {
      return i != index && !s.stack[i].twin;
    }

    /** Place of an entry among them. */
    int place(int entry) {
      int k = 0;
      for (int i = 0; i < entry; i++) {
        k += counts(i) ? 1 : 0;
      }
      return k;
    }

    /** Under the graph lock. */
    void read() {
      if (held != null) {
        return;
      }
      int n = place(s.depth());
      held = new long[n];
      classes = new int[n];
      entities = new int[n];
      sites = new int[n];
      int k = 0;
      for (int i = 0; i < s.depth(); i++) {
        if (!counts(i)) {
          continue;
        }
        HeldEntry e = s.stack[i];
        Instance in = e.inst;
        held[k] = (long) in.id << 32 | ((e.meta & MODE) != X ? 1 : 0);
        classes[k] = e.cls;
        sites[k] = e.site;
        entities[k] = in.ownerHash != 0 ? in.ownerHash : in.hash;
        if (in.ownerHash != 0) {
          in.lockClass.ownedBy(in.ownerHash, in.id);
        }
        k++;
      }
    }
  }

  private static Witness witness(Others others, int i, int site, Relation relation) {
    ThreadState s = others.s;
    int index = others.index;
    others.read();
    Instance requested = s.stack[index].inst;
    boolean born =
        requested.madeByTask != 0
            && requested.madeByTask == s.task().id
            && requested.usedBy == 0
            && requested.madeAfter(s.stack[i].since);
    touch(requested, s.task().id);
    Witness w = new Witness(
        s.task(), others.held, others.classes, others.entities, others.sites, others.place(i),
        s.stack[i].inst, requested, (s.stack[i].meta & MODE) != X,
        (s.stack[index].meta & MODE) != X, born,
        (s.stack[index].meta & TIMED) != 0, relation, s.stack[i].site, site);
    if ((s.stack[i].meta & TICKET) != 0) {
      Duty duty = s.stack[i].duty;
      w.duty = duty == null ? null : duty.snapshot();
      w.waitsIn = duty == null ? null : duty.queue;
    }
    w.worksOff = s.worksOff;
    if (s.scopes != null) {
      w.suppressed = Suppression.reason(s);
    }
    return w;
  }

  private static void touch(Instance in, int task) {
    if (in.usedBy == 0) {
      if (in.madeByTask != task) {
        in.usedBy = task;
      }
    }
  }

  private static void fillStacks(
      ThreadState s, List<Witness> needStacks, StackTraceElement[] stack) {
    StackTraceElement[] request = Stacks.fromPosition(stack);
    for (Witness w : needStacks) {
      StackTraceElement[] trace = traceOf(s, w.heldInstance);
      w.heldStack =
          trace != null ? trace : Stacks.heldStack(Sites.position(w.heldSite), stack);
      w.requestStack = request;
    }
  }

  static StackTraceElement[] traceOf(ThreadState s, int instance) {
    for (int i = s.depth() - 1; i >= 0; i--) {
      if (s.stack[i].inst != null && s.stack[i].inst.id == instance) {
        return s.stack[i].began();
      }
    }
    return null;
  }

  // ---- told later ------------------------------------------------------------------------------

  /** One dependency that is not about the request on top of a held-lock stack. */
  static final class Link {
    private final LockClass from;
    private final boolean fromShared;
    private final LockClass to;
    private final boolean toShared;
    private final Witness witness;

    Link(LockClass from, boolean fromShared, LockClass to, boolean toShared, Witness witness) {
      this.from = from;
      this.fromShared = fromShared;
      this.to = to;
      this.toShared = toShared;
      this.witness = witness;
    }
  }

  /** Adds dependencies with their witnesses, stacks and all, and judges what they close. */
  static Finding link(ThreadState s, List<Link> links, StackTraceElement[] stack) {
    List<Candidate> found = new ArrayList<>(0);
    GRAPH_LOCK.lock();
    try {
      for (Link l : links) {
        link(l, found);
      }
    } finally {
      GRAPH_LOCK.unlock();
    }
    return found.isEmpty() ? null : publish(s, found, stack, s.depth());
  }

  private static void link(Link l, List<Candidate> found) {
    if (l.from == l.to || l.from.ownerless || l.to.ownerless) {
      return;
    }
    Dep d = GRAPH.of(l.from, l.fromShared, l.to, l.toShared ? ThreadState.READ : X, l.witness.timed);
    if (d == null) {
      found.add(Candidate.incomplete());
      return;
    }
    d.count++;
    boolean fresh = d.count == 1 || d.timedOnly && !l.witness.timed;
    d.timedOnly &= l.witness.timed;
    boolean added = d.add(l.witness);
    if (fresh && GRAPH.closes(d)) {
      closed(d, l.witness, found);
    } else if (added && d.hot) {
      regrade(d, l.witness, found);
    }
  }

  // ---- same class ------------------------------------------------------------------------------

  private static boolean legalNesting(ThreadState s, int i, int index, LockClass c) {
    int requested = s.stack[index].meta;
    if ((requested & NEST) != 0) {
      return true;
    }
    if ((requested & MODE) == RECURSIVE && (s.stack[i].meta & MODE) != X) {
      return true;
    }
    java.util.Comparator<Object> order = c.order;
    if (order != null) {
      try {
        return order.compare(s.stack[i].inst.userLock(), s.stack[index].inst.userLock()) < 0;
      } catch (RuntimeException e) {
        Errors.record(e);
      }
    }
    return false;
  }

  private static void recursionByClass(
      ThreadState s,
      int i,
      int index,
      Dep d,
      Witness w,
      boolean fresh,
      boolean added,
      List<Candidate> found) {
    if (!d.hot) {
      d.hot = true;
      epoch++;
    }
    String fp = Fingerprint.of("RECURSION", List.of(d.from.name()));
    if (d.from.order != null) {
      found.add(Candidate.order(d, w, fp));
      return;
    }
    if (added) {
      Inversions inv = new Inversions(d);
      Witness[] circle = d.pairs().inverse(d, w);
      if (circle == null) {
        circle = inv.through(w);
      }
      if (circle != null) {
        found.add(Candidate.inversion(d, circle, fp));
        return;
      }
    }
    if ((fresh || !d.nestingSaid) && !ascends(s, i, index)) {
      d.nestingSaid = w.suppressed == null;
      found.add(Candidate.nesting(d, w, fp));
    }
  }

  private static boolean ascends(ThreadState s, int i, int index) {
    Object held = s.stack[i].lock();
    return held instanceof Ascending && ((Ascending) held).before(s.stack[index].lock());
  }

  // ---- cycles ----------------------------------------------------------------------------------

  private static void closed(Dep d, Witness w, List<Candidate> found) {
    for (Dep[] deps : GRAPH.cyclesThrough(d)) {
      List<String> names = names(deps);
      Cycle c = new Cycle(deps, Fingerprint.ofCycle(names));
      Matcher m = new Matcher(deps);
      Witness[] fit = timed(deps) ? null : m.match();
      c.level = fit != null ? Level.LIKELY : unfit(m);
      c.entryMissing = m.entryMissing();
      boolean consequence =
          fit == null
              ? hasSmaller(deps, null) || InitEdges.closed(deps) || InitEdges.toldOf(deps)
              : told(deps);
      CYCLES.add(c);
      for (Dep member : deps) {
        member.join(c);
        if (!member.hot) {
          member.hot = true;
          // a class is initialised once: no chain of it needs another look
          epoch += InitEdges.join(member) ? 0 : 1;
        }
      }
      if (!consequence) {
        found.add(Candidate.cycle(c, fit, m, d));
      }
    }
  }

  /** Level of a cycle whose witnesses do not fit together: none where it is no cycle. */
  private static Level unfit(Matcher m) {
    Matcher.Obstacle o = m.obstacle();
    boolean none =
        o == Matcher.Obstacle.MANY || o == Matcher.Obstacle.SUPPRESSED || m.isGatedAtNodes();
    return none ? Level.NOTE : Level.POSSIBLE;
  }

  private static void regrade(Dep d, Witness w, List<Candidate> found) {
    for (Cycle c : d.cycles) {
      if (c.level.compareTo(Level.POSSIBLE) > 0 || timed(c.deps) || waitsForCode(c)) {
        continue;
      }
      Matcher m = new Matcher(c.deps);
      for (int i = 0; i < c.deps.length; i++) {
        if (c.deps[i] == d) {
          Witness[] fit = m.match(i, w);
          c.entryMissing = c.entryMissing != null ? c.entryMissing : m.entryMissing();
          Level now = fit != null ? Level.LIKELY : c.level == Level.NOTE ? unfit(m) : c.level;
          if (now != c.level) {
            c.level = now;
            if (!told(c.deps)) {
              found.add(Candidate.cycle(c, fit, m, d));
            }
          }
          break;
        }
      }
    }
  }

  /** Whether no witness can help any more, only code that is loaded later. */
  private static boolean waitsForCode(Cycle c) {
    InitType t = c.entryMissing;
    return t != null && (t.begun || t.shape.site == 0) && c.level == Level.POSSIBLE;
  }

  /** Locks were asked for exclusively for the first time: readers can be stuck behind that now. */
  @DontInline
  public static void writersSeen(ThreadState s) {
    List<Instance> writers = s.newWriters;
    s.newWriters = null;
    lookAgain(s, writers, List.of());
  }

  /** Code was loaded that can begin the initialisation of these types, which are on circles. */
  public static void entriesSeen(ThreadState s, List<InitType> types) {
    lookAgain(s, List.of(), types);
  }

  /** Grades cycles again whose witnesses stay what they are. */
  private static void lookAgain(ThreadState s, List<Instance> writers, List<InitType> types) {
    s.busy++;
    try {
      List<Candidate> found = new ArrayList<>(0);
      GRAPH_LOCK.lock();
      try {
        for (Instance writer : writers) {
          if (writer.isRead()) {
            written(writer, found);
          }
        }
        if (!types.isEmpty()) {
          begun(types, found);
        }
      } finally {
        GRAPH_LOCK.unlock();
      }
      if (!found.isEmpty()) {
        publish(s, found, Stacks.trim(new Throwable()));
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.busy--;
    }
  }

  /** A lock has a writer now: only sets with a witness that asks for it shared can fit since. */
  private static void written(Instance writer, List<Candidate> found) {
    for (Cycle c : CYCLES) {
      for (int i = 0; i < c.deps.length; i++) {
        Dep d = c.deps[i];
        for (int k = 0; d.toMode != X && k < d.witnessCount && canRise(c); k++) {
          if (d.witnesses[k].requested == writer) {
            Matcher m = new Matcher(c.deps);
            raise(c, m, m.match(i, d.witnesses[k]), found);
          }
        }
      }
    }
  }

  private static void begun(List<InitType> types, List<Candidate> found) {
    for (Cycle c : CYCLES) {
      if (canRise(c) && c.entryMissing != null && types.contains(c.entryMissing)) {
        Matcher m = new Matcher(c.deps);
        Witness[] fit = m.match();
        c.entryMissing = m.entryMissing();
        raise(c, m, fit, found);
      }
    }
  }

  private static boolean canRise(Cycle c) {
    return c.level.compareTo(Level.POSSIBLE) <= 0 && !timed(c.deps);
  }

  private static void raise(Cycle c, Matcher m, Witness[] fit, List<Candidate> found) {
    if (fit != null) {
      c.level = Level.LIKELY;
      if (!told(c.deps)) {
        found.add(Candidate.cycle(c, fit, m, c.deps[0]));
      }
    }
  }

  private static boolean timed(Dep[] deps) {
    for (Dep d : deps) {
      if (d.timedOnly) {
        return true;
      }
    }
    return false;
  }

  /** Initialisers nest, and each needs what those inside it need: the smallest circle says it all. */
  private static boolean told(Dep[] deps) {
    return InitEdges.only(deps) && hasSmaller(deps, Level.LIKELY);
  }

  /**
   * Whether a cycle over a part of these classes is known, at that level if one is given: the larger
   * one is its consequence.
   */
  private static boolean hasSmaller(Dep[] deps, Level level) {
    Set<Integer> mine = new TreeSet<>();
    for (Dep d : deps) {
      mine.add(d.from.id());
    }
    for (Dep d : deps) {
      for (Cycle c : d.cycles) {
        if (c.deps.length < deps.length
            && (level == null ? c.level != Level.NOTE : c.level == level)
            && within(c.deps, mine)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean within(Dep[] deps, Set<Integer> classes) {
    for (Dep d : deps) {
      if (!classes.contains(d.from.id())) {
        return false;
      }
    }
    return true;
  }

  static List<String> names(Dep[] deps) {
    List<String> names = new ArrayList<>();
    for (Dep d : deps) {
      names.add(d.from.name());
    }
    return names;
  }

  // ---- publishing ------------------------------------------------------------------------------

  private static Finding publish(
      ThreadState s, List<Candidate> found, StackTraceElement[] stack) {
    return publish(s, found, stack, Math.max(0, s.depth() - 1));
  }

  /** {@code held}: how many of the locks on the stack the thread has for sure. */
  private static Finding publish(
      ThreadState s, List<Candidate> found, StackTraceElement[] stack, int held) {
    Finding toThrow = null;
    for (Candidate c : found) {
      if (c.isIncomplete()) {
        Incomplete.report(
            "dependencies", Limits.DEPENDENCIES_MAX, "dev.jlockdep.max.dependencies");
        continue;
      }
      if (Findings.known(c.fingerprint(), c.level())) {
        continue;
      }
      Finding f = c.build(s, stack, held);
      String why = c.suppressed();
      if (why != null) {
        f = Suppression.suppressed(f, c.otherwise(), why);
      }
      if (Findings.toThrow(s, f)) {
        toThrow = f;
      }
    }
    return toThrow;
  }

  // ---- views -----------------------------------------------------------------------------------

  /** Runs with the graph lock held. */
  public interface GraphReader {
    void read(DependencyGraph graph, List<Cycle> cycles, Chains chains);
  }

  public static void read(GraphReader reader) {
    GRAPH_LOCK.lock();
    try {
      reader.read(GRAPH, CYCLES, CHAINS);
    } finally {
      GRAPH_LOCK.unlock();
    }
  }

}
