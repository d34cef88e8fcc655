package dev.jlockdep.internal.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that happens to an object and that tasks wait for: a latch gets to zero, a future is
 * completed, a thread ends, a condition or monitor is signalled. Weakly refers to the object. The
 * lists are guarded by the monitor-free lock of {@link Events}.
 */
public final class Event extends WeakTable.Entry {
  private static final int WAITS_MAX = 32;
  private static final int NEEDS_MAX = 64;
  private static final int WOKEN_MAX = 16;

  private final WeakTable table;
  private volatile Instance instance;
  private final List<Wait> waits = new ArrayList<>(1);
  /** What its signals needed: all of them of a one-shot event, else the common part. */
  private final List<Need> needs = new ArrayList<>(2);
  /** Locks that a waiter held while a signal woke it: no signal needs those. */
  private final int[] freeOf = new int[WOKEN_MAX];
  private int freeCount;
  private int signals;
  /** Tasks that came back from waiting, up to three. */
  private int returned;
  private int lastReturned;
  /** Threads in an untimed wait for its signal; guarded by the lock that they let go. */
  public int waiters;
  /**
   * Who brought it about last, and when. Not volatile: whoever asks has come back from its wait, so
   * the watched program has ordered the two.
   */
  public Task lastSignaller;
  public long lastSignal;
  /** A task of a pool of one thread that waits for it, or null. */
  public volatile Object blocked;
  /** A wait for its signal that does not look whether it came; or null. */
  public volatile BareWait bare;
  /** One of the JDK's own types waits with it; that type is looked at instead. */
  public volatile boolean inner;
  /** A signal came that needed nothing: any such wait can end. */
  public volatile boolean free;
  /** Permits that a semaphore was made with; -1 for what is none. */
  public volatile int permits = -1;
  /** How often a permit was asked for with locks held; racy, only its size matters. */
  public int asked;
  /** How often one was given back with something to tell; as racy. */
  public int given;
  /** Whether it is in the list of those that are judged at the end. */
  boolean listed;
  /** What stands for one round of many, and which. */
  private Object round;
  /** Names and what stands for them, in turn. */
  private List<Object> parts = List.of();
  private int roundNumber;

  Event(Object key, int hash, WeakTable table) {
    super(key, hash, table);
    this.table = table;
  }

  /** Its number in the graph; there is one once a wait for it with locks held is told of. */
  public Instance instance() {
    return instance;
  }

  /** Whether no wait for it can be open, as long as none is added. */
  boolean isClosed() {
    return waits.isEmpty() || free || needs.isEmpty() && refersTo(null);
  }

  void named(LockClass c) {
    if (instance == null) {
      instance = new Instance(get(), hash, Instances.nextId(), Kind.EVENT, c, 0, 0);
      instance.many = permits > 1;
    }
  }

  Object round(int number) {
    if (round == null || roundNumber != number) {
      round = new Object();
      roundNumber = number;
    }
    return round;
  }

  Object knownPart(String name) {
    for (int i = 0; i < parts.size(); i += 2) {
      if (parts.get(i).equals(name)) {
        return parts.get(i + 1);
      }
    }
    return null;
  }

  Object part(String name) {
    Object known = knownPart(name);
    if (known != null) {
      return known;
    }
    Object part = new Object();
    if (parts.isEmpty()) {
      parts = new ArrayList<>(2);
    }
    parts.add(name);
    parts.add(part);
    return part;
  }

  void addWait(Wait w) {
    if (waits.size() == WAITS_MAX) {
      waits.remove(WAITS_MAX / 2);
    }
    waits.add(w);
  }

  void takeWait(Wait w) {
    waits.remove(w);
  }

  List<Wait> waits() {
    return new ArrayList<>(waits);
  }

  boolean waited() {
    return !waits.isEmpty();
  }

  /** Adds what one more signal needed to what all of them did. */
  void addNeeds(List<Need> more) {
    for (Need n : more) {
      if (needs.size() < NEEDS_MAX && !has(needs, n)) {
        needs.add(n);
      }
    }
  }

  /** Keeps what this signal needed too. */
  void commonNeeds(List<Need> more) {
    if (signals++ == 0) {
      addNeeds(more);
    } else {
      for (int i = needs.size() - 1; i >= 0; i--) {
        if (!has(more, needs.get(i))) {
          needs.remove(i);
        }
      }
      // the same lock, needed by another task too
      for (Need n : more) {
        if (needs.size() < NEEDS_MAX && has(needs, n) && !hasOf(n)) {
          needs.add(n);
        }
      }
    }
    free |= needs.isEmpty();
  }

  private boolean hasOf(Need n) {
    for (Need o : needs) {
      if (o.lock == n.lock && o.task == n.task) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(List<Need> list, Need n) {
    for (Need o : list) {
      if (o.lock == n.lock) {
        return true;
      }
    }
    return false;
  }

  boolean needed() {
    return !needs.isEmpty();
  }

  List<Need> needs() {
    return new ArrayList<>(needs);
  }

  /** A signal woke a task that held this. */
  void notNeeded(int instance) {
    if (!isFree(instance)) {
      freeOf[freeCount++ % WOKEN_MAX] = instance;
    }
  }

  boolean isFree(int instance) {
    for (int i = 0; i < Math.min(freeCount, WOKEN_MAX); i++) {
      if (freeOf[i] == instance) {
        return true;
      }
    }
    return false;
  }

  void returned(int task) {
    if (returned == 0 || lastReturned != task) {
      returned = Math.min(returned + 1, 3);
      lastReturned = task;
    }
  }

  /** Whether it is well known that this has happened: a further wait is a formality. */
  boolean settled() {
    return returned > 2;
  }
}
