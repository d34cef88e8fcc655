package dev.jlockdep.internal.graph;

/**
 * One lock that a task asked for and got, and with what else in hand: whatever the task does later,
 * a signal say, had to come past it. Immutable.
 */
public final class Need {
  private static final long[] NONE = {};
  private static final int[] NO_INTS = {};
  private static final StackTraceElement[] NO_FRAMES = {};

  public final Task task;
  /** {@link Task#segment} at that time. */
  public final int segment;
  public final Instance lock;
  public final LockClass lockClass;
  public final boolean shared;
  public final boolean timed;
  public final int site;
  /** {@code System.nanoTime} of it. */
  public final long at;
  /** What was held then, as in {@link Witness}. */
  final long[] held;
  final int[] heldClasses;
  final int[] heldEntities;
  final int[] heldSites;
  /**
   * While it held the lock the task signalled on it. Who holds the lock later can know by the state
   * it protects that the task is past it: a wait for the task is then mostly one that can end.
   */
  public volatile boolean told;
  /** Stack of the request where its site is unknown; or null. */
  public final StackTraceElement[] stack;
  /** Where the signal was given that needed it; or null. */
  public final StackTraceElement[] signal;

  private Need(Need n, StackTraceElement[] signal) {
    task = n.task;
    segment = n.segment;
    lock = n.lock;
    lockClass = n.lockClass;
    shared = n.shared;
    timed = n.timed;
    site = n.site;
    at = n.at;
    held = n.held;
    heldClasses = n.heldClasses;
    heldEntities = n.heldEntities;
    heldSites = n.heldSites;
    stack = n.stack;
    this.signal = signal;
  }

  public Need(
      Task task,
      Instance lock,
      LockClass lockClass,
      boolean shared,
      boolean timed,
      int site,
      Holds under,
      StackTraceElement[] stack) {
    this.task = task;
    this.segment = task.segment;
    this.lock = lock;
    this.lockClass = lockClass;
    this.shared = shared;
    this.timed = timed;
    this.site = site;
    this.at = System.nanoTime();
    this.held = under == null ? NONE : under.held;
    this.heldClasses = under == null ? NO_INTS : under.classes;
    this.heldEntities = under == null ? NO_INTS : under.entities;
    this.heldSites = under == null ? NO_INTS : under.sites;
    this.stack = stack;
    this.signal = null;
  }

  /** The same, for a signal given there. */
  public Need of(StackTraceElement[] signalled) {
    return new Need(this, signalled);
  }

  /** Says that an event does not happen before this lock was granted. */
  public Witness before(Instance event, int eventClass) {
    int n = held.length;
    long[] all = new long[n + 1];
    int[] classes = new int[n + 1];
    int[] entities = new int[n + 1];
    int[] sites = new int[n + 1];
    all[0] = (long) event.id << 32;
    classes[0] = eventClass;
    entities[0] = event.hash;
    System.arraycopy(held, 0, all, 1, n);
    System.arraycopy(heldClasses, 0, classes, 1, n);
    System.arraycopy(heldEntities, 0, entities, 1, n);
    System.arraycopy(heldSites, 0, sites, 1, n);
    Witness w =
        new Witness(
            task, segment, all, classes, entities, sites, 0, event, lock, false, shared, false, timed,
            Relation.NONE, 0, site);
    w.requestStack = stack != null ? stack : Stacks.heldStack(Sites.position(site), NO_FRAMES);
    w.heldStack = signal != null ? signal : w.requestStack;
    return w;
  }
}
