package dev.jlockdep.internal.graph;

/**
 * Looks for one witness per dependency of a cycle such that together they could have deadlocked: each
 * requests what the next one holds (the same instance, or one paired with it), by different tasks,
 * in modes that block, without a common gate lock, not inside the birth of the lock, not ordered by a
 * thread start, without a time limit. See design.md section 4 (the LIKELY rule).
 *
 * <p>Not thread-safe: used under the graph lock.
 */
public final class Matcher {
  /** Why no set of witnesses fits, the farthest that any got. */
  public enum Obstacle {
    INSTANCES("the orders were seen on different lock instances"),
    MODES("the modes seen do not block each other, or no writer was seen that readers could wait for"),
    TASK("two of its dependencies or more were seen on one task only"),
    TIMED("an acquire on it had a time limit"),
    BORN("a lock on it was made while the other was held, before another task could know it"),
    ENTRY("nothing was seen to begin one of the initialisations but the other one"),
    GATE("both sides hold a common gate lock"),
    ORDERED("one side was over before the thread of the other was started"),
    MANY("the queue on it is drained by several threads"),
    WORKS("the wait on it carries out the work that it waits for"),
    PERMITS("the semaphore on it has several permits: another one may be free"),
    SUPPRESSED("the code says that it is meant"),
    NONE("");

    public final String text;

    Obstacle(String text) {
      this.text = text;
    }
  }

  private static final int STEPS_MAX = 50_000;
  /** Steps after which sets are given up at the first two witnesses of one task. */
  private static final int STEPS_FEW = 256;
  private final Dep[] deps;
  private final Witness[] chosen;
  private int steps;
  private Obstacle farthest = Obstacle.INSTANCES;
  private int gate;
  /** The same for all witnesses; null until asked for. */
  private Obstacle initialisation;
  private InitType entryMissing;
  private int nodeGate;
  private Witness[] suppressed;

  public Matcher(Dep[] deps) {
    this.deps = deps;
    this.chosen = new Witness[deps.length];
  }

  /** A fitting set of witnesses in the order of the dependencies, or null. */
  public Witness[] match() {
    return search(-1) ? chosen.clone() : null;
  }

  /** As {@link #match}, with the witness of one dependency given. */
  public Witness[] match(int fixed, Witness w) {
    chosen[fixed] = w;
    return search(fixed) ? chosen.clone() : null;
  }

  /** Of the sets tried, what stopped the best one. */
  public Obstacle obstacle() {
    return farthest;
  }

  /** The type that nothing begins from outside, when that is the obstacle; else null. */
  public InitType entryMissing() {
    return farthest == Obstacle.ENTRY ? entryMissing : null;
  }

  /** Class number of the lock that keeps {@link #isGatedAtNodes} from being a cycle, or 0. */
  public int nodeGate() {
    return nodeGate;
  }

  /** A set that fits but for a suppression, when that is the obstacle. */
  public Witness[] suppressed() {
    return suppressed;
  }

  /** Class number of the gate lock when the obstacle is a gate. */
  public int gate() {
    return gate;
  }

  /** Depth-first over the witnesses of each dependency; a cycle can be too long for recursion. */
  private boolean search(int fixed) {
    int[] tried = new int[deps.length];
    int i = 0;
    while (i >= 0) {
      if (i == deps.length) {
        if (fits()) {
          return true;
        }
        if (initialisation != null && initialisation != Obstacle.NONE) {
          return false; // the same for every other set
        }
        i--;
      } else if (choose(i, fixed, tried)) {
        if (++steps > STEPS_MAX) {
          return false;
        }
        i++;
      } else {
        tried[i--] = 0;
      }
    }
    return false;
  }

  /** Chooses the next witness of a dependency that goes with those chosen already, if any. */
  private boolean choose(int i, int fixed, int[] tried) {
    if (i == fixed) {
      return tried[i]++ == 0 && linked(i, fixed);
    }
    Dep d = deps[i];
    while (tried[i] < d.witnessCount) {
      chosen[i] = d.witnesses[tried[i]++];
      if (linked(i, fixed) && (steps < STEPS_FEW || ofItsOwnTask(i, fixed))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Prunes long searches: most initialisers are seen on one task only, each with many witnesses. Not
   * short ones, so that what is told of those is the obstacle of a whole set.
   */
  private boolean ofItsOwnTask(int i, int fixed) {
    for (int j = 0; j < deps.length; j++) {
      if ((j < i || j == fixed && j != i) && chosen[j].task == chosen[i].task && acts(i)
          && acts(j)) {
        if (farthest.compareTo(Obstacle.TASK) < 0) {
          farthest = Obstacle.TASK;
        }
        return false;
      }
    }
    return true;
  }

  /** Prunes: neighbours that are chosen already must meet on an instance, or all be related. */
  private boolean linked(int i, int fixed) {
    if (i > 0 && !meets(chosen[i - 1], chosen[i])) {
      return false;
    }
    return fixed != i + 1 || i + 1 >= deps.length || meets(chosen[i], chosen[i + 1]);
  }

  private static boolean meets(Witness w, Witness next) {
    return w.requestInstance == next.heldInstance
        || w.relation != Witness.UNRELATED && next.relation != Witness.UNRELATED;
  }

  private boolean fits() {
    Obstacle o = judge();
    if (o.compareTo(farthest) > 0) {
      farthest = o;
    }
    return o == Obstacle.NONE;
  }

  /** What keeps a given set of witnesses from being one deadlock. */
  static Obstacle judge(Dep[] deps, Witness[] set) {
    Matcher m = new Matcher(deps);
    System.arraycopy(set, 0, m.chosen, 0, set.length);
    return m.judge();
  }

  private Obstacle judge() {
    int n = chosen.length;
    boolean sameInstances = true;
    for (int i = 0; i < n; i++) {
      sameInstances &= chosen[i].requestInstance == chosen[(i + 1) % n].heldInstance;
    }
    if (!sameInstances && !paired()) {
      return Obstacle.INSTANCES;
    }
    for (int i = 0; i < n; i++) {
      Witness w = chosen[i];
      if (w.requestShared && chosen[(i + 1) % n].heldShared && !w.requested.written) {
        return Obstacle.MODES;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        if (chosen[i].task == chosen[j].task && acts(i) && acts(j)) {
          return Obstacle.TASK;
        }
      }
    }
    for (Witness w : chosen) {
      if (w.timed) {
        return Obstacle.TIMED;
      }
    }
    for (Witness w : chosen) {
      if (w.bornInside) {
        return Obstacle.BORN;
      }
    }
    if (initialisation() != Obstacle.NONE) {
      return initialisation;
    }
    for (int i = 0; i < n; i++) {
      int next = (i + 1) % n;
      if (acts(i) && acts(next) && gatedAtNode(chosen[i], chosen[next])) {
        gate = nodeGate;
        return Obstacle.GATE;
      }
      for (int j = i + 1; j < n; j++) {
        if (!acts(i) || !acts(j)) {
          continue;
        }
        if (gated(chosen[i], chosen[j], sameInstances)) {
          return Obstacle.GATE;
        }
        if (ordered(chosen[i], chosen[j])) {
          return Obstacle.ORDERED;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      if (deps[i].to.through == LockClass.BY_HOLDER && chosen[i].requested.many) {
        return Obstacle.MANY;
      }
      if (worksOff(chosen[i], chosen[(i + 1) % n])) {
        return Obstacle.WORKS;
      }
    }
    for (Witness w : chosen) {
      if (w.requested.many && w.requested.kind == Kind.EVENT) {
        return Obstacle.PERMITS;
      }
    }
    for (Witness w : chosen) {
      if (w.suppressed != null) {
        suppressed = chosen.clone();
        return Obstacle.SUPPRESSED;
      }
    }
    return Obstacle.NONE;
  }

  /** What keeps class initialisations on the cycle, if there are any, from meeting. */
  private Obstacle initialisation() {
    if (initialisation == null) {
      initialisation = Obstacle.NONE;
      for (Dep d : deps) {
        InitType held = d.from.init;
        if (held != null && held.begunEarly) {
          initialisation = Obstacle.ORDERED;
        } else if (held != null && !held.beginsOutside(deps)) {
          initialisation = Obstacle.ENTRY;
          entryMissing = held;
          break;
        }
      }
    }
    return initialisation;
  }

  /**
   * Whether the task of a witness would be one of those that stand still. Not the one that ran a
   * region's code where it was seen: in the deadlock the asker runs it. Not the one that put
   * something into a queue: it went on.
   */
  public static boolean acts(Dep d) {
    return d.from.through != LockClass.BY_ASKER && d.to.through != LockClass.BY_HOLDER;
  }

  private boolean acts(int i) {
    return acts(deps[i]);
  }

  /**
   * Whether no witnesses of the dependencies can be one deadlock, whatever their instances: each
   * choice has a lock class on it where the one that waits and the one that holds both hold a lock
   * of the same owner object, in modes that exclude each other, or where the wait itself ends what
   * it waits for. {@link #nodeGate} tells the class of such a lock, 0 when there is none.
   */
  public boolean isGatedAtNodes() {
    int n = deps.length;
    if (n < 2) {
      return false;
    }
    steps = 0;
    nodeGate = 0;
    int[] tried = new int[n];
    int i = 0;
    while (i >= 0) {
      if (i == n) {
        if (!gatedLink(n - 1, 0)) {
          return false;
        }
        i--;
      } else if (tried[i] < deps[i].witnessCount) {
        chosen[i] = deps[i].witnesses[tried[i]++];
        if (++steps > STEPS_MAX) {
          return false;
        }
        if (i == 0 || !gatedLink(i - 1, i)) {
          i++;
        }
      } else {
        tried[i--] = 0;
      }
    }
    return true;
  }

  private boolean gatedLink(int i, int next) {
    return worksOff(chosen[i], chosen[next])
        || acts(i) && acts(next) && gatedAtNode(chosen[i], chosen[next]);
  }

  /** Whether the one that waits ends meanwhile what the other one's hold waits for. */
  private static boolean worksOff(Witness waits, Witness holds) {
    return waits.worksOff != null && waits.worksOff == holds.waitsIn;
  }

  /** Both hold a lock of the node's own object, the one asking for the node, the other holding it. */
  private boolean gatedAtNode(Witness asks, Witness holds) {
    int asked = asks.requested.entityHash();
    for (int i = 0; i < asks.held.length; i++) {
      if (asks.heldEntities[i] != asked || onCycle(asks.heldClasses[i])) {
        continue;
      }
      for (int j = 0; j < holds.held.length; j++) {
        if (holds.heldClasses[j] == asks.heldClasses[i]
            && holds.heldEntities[j] == holds.heldEntity
            && (asks.held[i] & holds.held[j] & 1) == 0
            && !ClassTable.get(asks.heldClasses[i]).manyPerOwner()) {
          nodeGate = asks.heldClasses[i];
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the relations of the locks pair them one to one all the way round. */
  private boolean paired() {
    boolean owners = true;
    for (Witness w : chosen) {
      owners &= w.relation == Witness.SAME_OWNER;
    }
    if (owners) {
      return true;
    }
    if (chosen.length != 2) {
      return false;
    }
    Witness a = chosen[0];
    Witness b = chosen[1];
    return a.relation == Witness.LINKED
        && b.relation == Witness.LINKED
        && a.linkForth.equals(b.linkBack)
        && a.linkBack.equals(b.linkForth);
  }

  private boolean gated(Witness a, Witness b, boolean sameInstances) {
    for (int i = 0; i < a.held.length; i++) {
      for (int j = 0; j < b.held.length; j++) {
        boolean shared = (a.held[i] & b.held[j] & 1) != 0;
        if (shared) {
          continue;
        }
        boolean one = a.held[i] >>> 32 == b.held[j] >>> 32;
        // on different instances, a gate of the pair's own object would exclude its other pair too
        boolean ofOwner =
            !sameInstances
                && a.heldClasses[i] == b.heldClasses[j]
                && a.heldEntities[i] == a.heldEntity
                && b.heldEntities[j] == b.heldEntity
                && !onCycle(a.heldClasses[i]);
        if (one || ofOwner) {
          gate = a.heldClasses[i];
          return true;
        }
      }
    }
    return false;
  }

  private boolean onCycle(int classId) {
    for (Dep d : deps) {
      if (d.from.id == classId) {
        return true;
      }
    }
    return false;
  }

  static boolean ordered(Witness a, Witness b) {
    return Task.before(a.task, a.segment, b.task) || Task.before(b.task, b.segment, a.task);
  }
}
