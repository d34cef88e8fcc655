package dev.jlockdep.agent.watch;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.ThreadSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks, from a daemon thread of its own, for threads that are stuck on each other. A quick look costs
 * one walk over the runtime's snapshots and is only taken while some thread waits for a lock; a full
 * look takes in all threads and comes about once a second. Either way the watch sleeps a hundred times
 * as long as it looked.
 */
public final class DeadlockWatch {
  /** A circle of lock owners is believed after this long. */
  private static final long CONFIRM_MILLIS = 20;
  private static final long QUICK_MILLIS = 25;
  private static final long IDLE_MILLIS = 50;
  private static final long FULL_MILLIS = 800;
  /** Share of the time that looking may take: one part in this many. */
  private static final long RESTRAINT = 100;

  private static DeadlockWatch running;

  private final HeldSource source;
  private final Consumer<Finding> sink;
  private final Looker looker = new Looker();
  private final Thread thread;
  private volatile boolean stopped;
  private long quickAfter;
  private long fullAfter;
  private long lastFullCost;

  private DeadlockWatch(HeldSource source, Consumer<Finding> sink) {
    this.source = source;
    this.sink = sink;
    this.thread = new Thread(this::run, "jlockdep-watch");
    thread.setDaemon(true);
  }

  /** Starts the watch over the runtime's own knowledge; a second call replaces the first watch. */
  public static DeadlockWatch start() {
    return start(LockdepControl::threads, LockdepControl::report);
  }

  /** Starts the watch over any source of held locks. */
  public static synchronized DeadlockWatch start(HeldSource source, Consumer<Finding> sink) {
    if (running != null) {
      running.stopped = true;
      running.thread.interrupt();
    }
    running = new DeadlockWatch(source, sink);
    running.thread.start();
    return running;
  }

  /** Stops the running watch, if any. */
  public static synchronized void stop() {
    if (running != null) {
      running.stopped = true;
      running.thread.interrupt();
      running = null;
    }
  }

  /**
   * Looks twice at once, on the calling thread, and reports what both looks show: for tests, and for a
   * JVM that is about to halt. Evidence that needs time is not waited for.
   */
  public static List<Finding> sampleNow() {
    DeadlockWatch watch = current();
    if (watch == null) {
      return List.of();
    }
    LockdepControl.pause();
    try {
      List<Finding> found = new ArrayList<>(watch.fullLook());
      Thread.sleep(CONFIRM_MILLIS + 1);
      found.addAll(watch.fullLook());
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      LockdepControl.resume();
    }
  }

  private static synchronized DeadlockWatch current() {
    return running;
  }

  private void run() {
    LockdepControl.pause();
    fullAfter = System.nanoTime() + FULL_MILLIS * 1_000_000;
    while (!stopped) {
      try {
        Thread.sleep(tick());
      } catch (InterruptedException e) {
        // stopped, or somebody else's interrupt: the loop condition tells
      } catch (RuntimeException | LinkageError e) {
        // a JDK that looks different must not end the watch; what it cannot read it cannot report
        quickAfter = System.nanoTime() + FULL_MILLIS * 1_000_000;
        fullAfter = quickAfter;
      }
    }
  }

  /** One look, if one is due; says how long to sleep. */
  private long tick() {
    long now = System.nanoTime();
    List<ThreadSnapshot> snapshots = source.threads();
    if (now >= fullAfter || looker.suspects()) {
      fullLook();
      long end = System.nanoTime();
      fullAfter = end + Math.max(FULL_MILLIS * 1_000_000, RESTRAINT * fullCost(end - now));
      return looker.suspects() ? CONFIRM_MILLIS : QUICK_MILLIS;
    }
    if (now >= quickAfter && someoneWaits(snapshots)) {
      looker.quickLook(snapshots);
      long end = System.nanoTime();
      quickAfter = end + RESTRAINT * (end - now);
      return looker.suspects() ? CONFIRM_MILLIS : QUICK_MILLIS;
    }
    return snapshots.isEmpty() ? IDLE_MILLIS : QUICK_MILLIS;
  }

  /** The smaller of the last two: the first look loads classes, and any look may be preempted. */
  private long fullCost(long nanos) {
    long cost = Math.min(nanos, lastFullCost);
    lastFullCost = nanos;
    return cost;
  }

  private static boolean someoneWaits(List<ThreadSnapshot> snapshots) {
    for (ThreadSnapshot s : snapshots) {
      if (s.depth() > 0 && s.pending(s.depth() - 1)) {
        Thread.State state = s.thread().getState();
        if (state == Thread.State.BLOCKED || state == Thread.State.WAITING) {
          return true;
        }
      }
    }
    return false;
  }

  private List<Finding> fullLook() {
    List<Finding> found = looker.fullLook(source.threads());
    for (Finding f : found) {
      sink.accept(f);
    }
    return found;
  }
}
