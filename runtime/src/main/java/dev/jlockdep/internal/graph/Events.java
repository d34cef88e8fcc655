package dev.jlockdep.internal.graph;

import java.util.ArrayList;
import java.util.List;

/** The events known. Thread-safe. */
public final class Events {
  private static final WeakTable TABLE = new WeakTable(1024);
  private static final SpinLock LOCK = new SpinLock();
  /** Repeated events that somebody waited for with locks held, to be judged when signals are in. */
  private static final ArrayList<Event> OPEN = new ArrayList<>();
  /** There is no more room in it, and none is to be had. */
  private static boolean full;
  /** Places of waits that do not look whether the signal came. */
  private static final ArrayList<BareWait.Place> PLACES = new ArrayList<>();

  private Events() {}

  /** The event of an object if it is known, else null. Lock-free. */
  public static Event known(Object o) {
    return (Event) TABLE.get(o);
  }

  public static Event of(Object o) {
    Event e = (Event) TABLE.get(o);
    if (e == null) {
      e = (Event) TABLE.add(o, new Event(o, System.identityHashCode(o), TABLE));
    }
    return e;
  }

  /** Gives it its number. */
  static void name(Event e, LockClass c) {
    LOCK.lock();
    try {
      e.named(c);
    } finally {
      LOCK.unlock();
    }
  }

  /** What stands for one round of something that happens again and again. */
  public static Object round(Event e, int number) {
    LOCK.lock();
    try {
      return e.round(number);
    } finally {
      LOCK.unlock();
    }
  }

  /** What stands for one of the things of an object that are waited for, by its name. */
  public static Object part(Event e, String name) {
    LOCK.lock();
    try {
      return e.part(name);
    } finally {
      LOCK.unlock();
    }
  }

  /** The same if it is known already, else null. */
  public static Object knownPart(Event e, String name) {
    LOCK.lock();
    try {
      return e.knownPart(name);
    } finally {
      LOCK.unlock();
    }
  }

  /** Who waits for an event with locks held. */
  public static List<Wait> waits(Event e) {
    if (!e.waited()) {
      return List.of();
    }
    LOCK.lock();
    try {
      return e.waits();
    } finally {
      LOCK.unlock();
    }
  }

  /** What is known to be needed for an event; null when nothing is. */
  public static List<Need> needs(Event e) {
    LOCK.lock();
    try {
      return e.needed() ? e.needs() : null;
    } finally {
      LOCK.unlock();
    }
  }

  /** A task waits for an event that happens once; returns what is known to be needed for it. */
  public static List<Need> waits(Wait w) {
    LOCK.lock();
    try {
      w.event.addWait(w);
      return w.event.settled() ? new ArrayList<>(0) : w.event.needs();
    } finally {
      LOCK.unlock();
    }
  }

  /** What is needed for an event that happens once; returns who waits for it with locks held. */
  public static List<Wait> needs(Event e, List<Need> needs, Task by) {
    LOCK.lock();
    try {
      e.addNeeds(needs);
      e.lastSignaller = by;
      e.lastSignal = System.nanoTime();
      return e.settled() ? new ArrayList<>(0) : e.waits();
    } finally {
      LOCK.unlock();
    }
  }

  /** A task came back from its wait. */
  public static void returned(Event e, Task task) {
    LOCK.lock();
    try {
      e.returned(task.id);
    } finally {
      LOCK.unlock();
    }
  }

  /** A task waits for a signal with locks held; false when that cannot be judged any more. */
  public static boolean opens(Wait w) {
    Event e = w.event;
    LOCK.lock();
    try {
      e.addWait(w);
      if (!e.listed && hasRoom()) {
        OPEN.add(e);
        e.listed = true;
      }
      return e.listed;
    } finally {
      LOCK.unlock();
    }
  }

  /** Where there is none, the events go that no wait is open for. */
  private static boolean hasRoom() {
    if (OPEN.size() >= Limits.OPEN_WAITS_MAX && !full) {
      int kept = 0;
      for (Event e : OPEN) {
        e.listed = !e.isClosed();
        if (e.listed) {
          OPEN.set(kept++, e);
        }
      }
      OPEN.subList(kept, OPEN.size()).clear();
      full = kept >= Limits.OPEN_WAITS_MAX;
    }
    return !full;
  }

  /** A signal ended a wait: whoever signals needs nothing of what was held. */
  public static void woken(Wait w) {
    LOCK.lock();
    try {
      w.event.takeWait(w);
      for (Instance held : w.holds.locks) {
        w.event.notNeeded(held.id);
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** Whether what a signal needs is worth finding out. */
  public static boolean isOpen(Event e) {
    return e.waited();
  }

  /** One signal of many. */
  public static void signalled(Event e, List<Need> needs, Task by) {
    if (needs != null) {
      LOCK.lock();
      try {
        e.commonNeeds(needs);
      } finally {
        LOCK.unlock();
      }
    }
    e.lastSignaller = by;
    e.lastSignal = System.nanoTime();
  }

  /** What is not closed by a signal that came freely: a wait and the needs of all signals so far. */
  public static final class Open {
    public final Wait wait;
    public final List<Need> needs;

    Open(Wait wait, List<Need> needs) {
      this.wait = wait;
      this.needs = needs;
    }
  }

  /** All that are open now. */
  public static List<Open> open() {
    List<Open> out = new ArrayList<>();
    LOCK.lock();
    try {
      for (Event e : OPEN) {
        for (Wait w : e.waits()) {
          List<Need> needs = e.needs();
          for (int i = needs.size() - 1; i >= 0; i--) {
            if (e.isFree(needs.get(i).lock.id)) {
              needs.remove(i);
            }
          }
          if (!needs.isEmpty()) {
            out.add(new Open(w, needs));
          }
        }
      }
    } finally {
      LOCK.unlock();
    }
    return out;
  }

  /** The place of waits that do not look, by its site; null when there are too many. */
  public static BareWait.Place place(int site) {
    LOCK.lock();
    try {
      for (BareWait.Place p : PLACES) {
        if (p.site == site) {
          return p;
        }
      }
      if (PLACES.size() >= Limits.BARE_WAITS_MAX) {
        return null;
      }
      BareWait.Place p = new BareWait.Place(site);
      PLACES.add(p);
      return p;
    } finally {
      LOCK.unlock();
    }
  }

  /** All such places. */
  public static List<BareWait.Place> places() {
    LOCK.lock();
    try {
      return new ArrayList<>(PLACES);
    } finally {
      LOCK.unlock();
    }
  }
}
