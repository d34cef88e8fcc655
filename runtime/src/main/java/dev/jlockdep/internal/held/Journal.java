package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.Need;
import dev.jlockdep.internal.graph.Sites;
import java.util.ArrayList;
import java.util.List;
import jdk.internal.vm.annotation.DontInline;

/**
 * What a thread asked for lately, so that a signal it gives, or the end of its task, can be said to
 * have needed it. Holds the last requests of each place only, and only those that did not take the
 * fastest way in. A <em>context</em> begins when the thread comes back from a wait or takes on
 * another task: what it did before may have nothing to do with what it does now.
 *
 * <p>A thread that goes through thousands of contexts keeps a whole record of a part of them only. In
 * the others it notes what is asked for at places that are not well known yet, so that a rare task
 * among many alike is seen, and lets go what the fastest way in has settled.
 */
public final class Journal {
  private static final int PER_SITE = 4;
  private static final int SITES = 32;
  private static final int SITES_MAX = 1024;
  private static final int KEPT = 64;
  private static final int LATELY = 8;
  private static final int CREATED = 8;
  private static final int RUNNING = 8;

  private Need[] ring;
  private final int kept;
  private final int sitesMax;
  /** Number of entries ever. */
  private int count;
  private int contextStart;
  private int taskStart;
  private int[] sites;
  /** For each of them how often it was noted, and in which context, see {@link #stamp}. */
  private int[] seen;
  /** Number of contexts so far. */
  private int contexts;
  private boolean whole = true;
  private final int wholeAtFirst;
  /** Events made in this context, and {@link #count} then. */
  private Object[] created;
  private int[] createdAt;
  private int createdCount;
  /** Futures that are being run, innermost last, and where their part begins. */
  private final Object[] running = new Object[RUNNING];
  private final int[] runningFrom = new int[RUNNING];
  /** Depth of the held-lock stack below which holds are not the run part's own. */
  private final int[] runningBase = new int[RUNNING];
  private int runningCount;

  Journal(boolean virtual) {
    kept = virtual ? KEPT / 4 : KEPT;
    sitesMax = virtual ? SITES : SITES_MAX;
    wholeAtFirst = virtual ? Limits.CONTEXTS_WHOLE / 8 : Limits.CONTEXTS_WHOLE;
  }

  /** Whether a request made here is one of the first of its place in this context. */
  public boolean wants(int site) {
    int[] places = sites;
    if (places == null) {
      seen = new int[SITES];
      sites = places = new int[SITES];
    }
    int i = site & places.length - 1;
    if (places[i] != site) {
      newPlace(site);
    } else {
      int n = seen[i] - stamp();
      if (n >= PER_SITE) {
        return false;
      }
      seen[i] = stamp() + Math.max(n, 0) + 1;
    }
    return whole ? Sites.noted(site) : Sites.notedRarely(site);
  }

  /** What stands for no sighting in this context; each further one adds one. */
  private int stamp() {
    return contexts * (PER_SITE + 1);
  }

  /** Whether all that was asked for in this context was noted, as far as it is ever. */
  public boolean isWhole() {
    return whole;
  }

  /** Places are numbered one by one, so in a table that is large enough none drives out another. */
  @DontInline
  private void newPlace(int site) {
    while (sites[site & sites.length - 1] != 0 && sites.length < sitesMax) {
      int[] oldSites = sites;
      int[] oldSeen = seen;
      // neither is changed unless there is memory for both
      int[] longer = new int[oldSites.length * 2];
      seen = new int[longer.length];
      sites = longer;
      for (int i = 0; i < oldSites.length; i++) {
        int k = oldSites[i] & sites.length - 1;
        sites[k] = oldSites[i];
        seen[k] = oldSeen[i];
      }
    }
    int i = site & sites.length - 1;
    sites[i] = site;
    seen[i] = stamp() + 1;
  }

  public void add(Need n) {
    if (ring == null) {
      ring = new Need[4];
    }
    if (count >= ring.length && ring.length < kept) {
      ring = java.util.Arrays.copyOf(ring, Math.min(kept, ring.length * 4));
    }
    ring[count++ % ring.length] = n;
  }

  /** The thread signals on a lock that it holds. */
  public void tells(Object lock) {
    int i = lately(lock);
    if (i >= 0) {
      ring[i].told = true;
    }
  }

  /** What was asked for was not granted, and the thread got on without. */
  public void takeBack(Object lock) {
    int i = lately(lock);
    if (i >= 0) {
      ring[i] = null;
    }
  }

  /** Where the last request for a lock is kept, if it is one of the last few; else -1. */
  private int lately(Object lock) {
    for (int i = count - 1; i >= Math.max(0, count - LATELY); i--) {
      Need n = ring[i % ring.length];
      if (n != null && n.lock.refersTo(lock)) {
        return i % ring.length;
      }
    }
    return -1;
  }

  /** Whether anything was asked for in this context. */
  public boolean any() {
    return count > contextStart;
  }

  /** Whether anything was asked for since the thread's start, or that of its pool's task. */
  public boolean anyInTask() {
    return count > taskStart;
  }

  private List<Need> since(int start) {
    List<Need> out = new ArrayList<>();
    if (ring != null) {
      for (int i = Math.max(start, count - ring.length); i < count; i++) {
        Need n = ring[i % ring.length];
        if (n != null && !n.told) {
          out.add(n);
        }
      }
    }
    return out;
  }

  /** What was asked for in this context; nothing from before the event was made by this thread. */
  public List<Need> forSignal(Object event) {
    for (int i = 0; i < Math.min(createdCount, CREATED); i++) {
      if (created[i] == event) {
        return since(Math.max(contextStart, createdAt[i]));
      }
    }
    return since(contextStart);
  }

  /** Whether a permit was taken in this context. */
  public boolean hasTaken(Object event) {
    for (int i = 0; i < Math.min(createdCount, CREATED); i++) {
      if (created[i] == event) {
        return true;
      }
    }
    return false;
  }

  /** All that is still known of the thread, or of the pool's task. */
  public List<Need> ofTask() {
    return since(taskStart);
  }

  /** What a future's run has asked for so far, or null when this thread does not run it. */
  public List<Need> ofFuture(Object future) {
    for (int i = runningCount - 1; i >= 0; i--) {
      if (running[i] == future) {
        return since(runningFrom[i]);
      }
    }
    return null;
  }

  /** This thread is about to run a future. */
  public void runs(ThreadState s, Object future) {
    if (runningCount == RUNNING) {
      runningCount = 0;
    }
    lookAgain(s);
    running[runningCount] = future;
    runningBase[runningCount] = 0;
    runningFrom[runningCount++] = count;
  }

  /**
   * As {@link #runs}, for one of many small parts.
   *
   * @param base how many locks were held that it would not hold on another thread
   */
  public void runsPart(Object task, int base) {
    if (runningCount == RUNNING) {
      runningCount = 0;
    }
    running[runningCount] = task;
    runningBase[runningCount] = base;
    runningFrom[runningCount++] = count;
  }

  /** Holds outside of the part that is run now: another thread might have run it without them. */
  public int helpBase() {
    return runningCount == 0 ? 0 : runningBase[runningCount - 1];
  }

  /** Whether a part that this thread runs has asked for anything. */
  public boolean anyInPart(Object task) {
    for (int i = runningCount - 1; i >= 0; i--) {
      if (running[i] == task) {
        return count > runningFrom[i];
      }
    }
    return false;
  }

  /** Takes over what another task needed that this one has waited for. */
  public void adopt(List<Need> needs) {
    for (Need n : needs) {
      add(n);
    }
  }

  /** It has. */
  public void ran(Object future) {
    for (int i = runningCount - 1; i >= 0; i--) {
      if (running[i] == future) {
        for (int k = i; k < runningCount; k++) {
          running[k] = null;
        }
        runningCount = i;
        return;
      }
    }
  }

  /** The thread came back from a wait. */
  public void newContext(ThreadState s) {
    if (whole && count == contextStart && createdCount == 0) {
      return;
    }
    contextStart = count;
    forgetCreated();
    lookAgain(s);
  }

  /** The thread takes on another task. */
  public void newTask(ThreadState s) {
    newContext(s);
    taskStart = count;
  }

  /** Another thread begins. */
  void newThread(ThreadState s) {
    newTask(s);
    for (int i = 0; i < runningCount; i++) {
      running[i] = null;
    }
    runningCount = 0;
  }

  private void forgetCreated() {
    if (createdCount > 0) {
      createdCount = 0;
      java.util.Arrays.fill(created, null);
    }
  }

  /** An event was made by this thread: what it asked for earlier was not needed for it. */
  public void created(Object event) {
    if (count != contextStart) {
      note(event);
    }
  }

  /** A permit was taken by this thread: what it asked for earlier is not needed to give it back. */
  public void taken(Object permits) {
    note(permits);
  }

  private void note(Object event) {
    if (created == null) {
      createdAt = new int[CREATED];
      created = new Object[CREATED];
    }
    created[createdCount % CREATED] = event;
    createdAt[createdCount++ % CREATED] = count;
  }

  /** Requests that repeat earlier ones count anew; the fastest way in is closed to the next one. */
  private void lookAgain(ThreadState s) {
    contexts++;
    int mask = contexts <= Limits.CONTEXTS_MANY ? Limits.CONTEXTS_MASK : Limits.CONTEXTS_MASK_MAX;
    whole = contexts <= wholeAtFirst || (contexts & mask) == 0;
    if (whole) {
      s.closeFastWay();
    }
  }
}
