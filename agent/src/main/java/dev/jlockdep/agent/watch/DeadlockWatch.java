package dev.jlockdep.agent.watch;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.ThreadSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks, from a daemon thread of its own, for threads that are stuck on each other. A quick look
 * costs one walk over the runtime's snapshots and is only taken while some thread waits for a lock;
 * a full look takes in all threads and comes about once a second. Either way the watch rests much
 * longer than it worked.
 */
public final class DeadlockWatch {
  private static final long QUICK_MILLIS = 15;
  private static final long IDLE_MILLIS = 60;
  /** So many quick ticks without a waiting thread make it idle. */
  private static final int CALM_TICKS = 200;
  private static final long WARM_MILLIS = 200;
  private static final long FULL_MILLIS = 700;
  /** Between full looks while something seems stuck. */
  private static final long SUSPECT_MILLIS = 100;
  /** Share of the time that looking may take: one part in this many. */
  private static final long RESTRAINT = 250;

  private static DeadlockWatch running;

  private final HeldSource source;
  private final Consumer<Finding> sink;
  private final HangLimit limit;
  private final Looker looker = new Looker();
  private final Thread thread;
  private volatile boolean stopped;
  private int lastWaits;
  private long fullAfter;
  private final Pace probe = new Pace();
  private final Pace full = new Pace();
  private long warmAfter;
  private int calm;

  private DeadlockWatch(HeldSource source, Consumer<Finding> sink, HangLimit limit) {
    this.source = source;
    this.sink = sink;
    this.limit = limit;
    this.thread = new Thread(new Loop(this), "jlockdep-watch");
    thread.setDaemon(true);
  }

  /**
   * Starts the watch over the runtime's own knowledge; a second call replaces the first watch.
   * {@link WatchReflection#PACKAGES} should be open by then.
   */
  public static DeadlockWatch start(HangLimit limit) {
    Runtime runtime = new Runtime();
    return start(runtime, runtime, limit);
  }

  /** What the watch knows and tells when it watches this JVM. Plain types: lambdas cost start-up. */
  private static final class Runtime implements HeldSource, Consumer<Finding> {
    @Override
    public List<ThreadSnapshot> threads() {
      return LockdepControl.threads();
    }

    @Override
    public void accept(Finding finding) {
      LockdepControl.report(finding);
    }
  }

  private static final class Loop implements Runnable {
    private final DeadlockWatch watch;

    Loop(DeadlockWatch watch) {
      this.watch = watch;
    }

    @Override
    public void run() {
      watch.run();
    }
  }

  /** Starts the watch over any source of held locks. */
  public static synchronized DeadlockWatch start(
      HeldSource source, Consumer<Finding> sink, HangLimit limit) {
    if (running != null) {
      running.stopped = true;
      running.thread.interrupt();
    }
    running = new DeadlockWatch(source, sink, limit);
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
   * Looks twice at once, on the calling thread, and reports what both looks show. Evidence that
   * needs time is not waited for.
   */
  public static List<Finding> sampleNow() {
    DeadlockWatch watch = current();
    if (watch == null) {
      return List.of();
    }
    LockdepControl.pause();
    try {
      List<Finding> found = new ArrayList<>(watch.fullLook());
      if (watch.looker.suspects()) {
        Thread.sleep(QUICK_MILLIS);
        found.addAll(watch.fullLook());
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      LockdepControl.resume();
    }
  }

  /** {@link #sampleNow()} for a JVM that ends now: on another thread, and not for long. */
  public static void lastLook() {
    if (current() != null && Sample.anyoneWaits()) {
      new Helper("jlockdep-watch-last").call(DeadlockWatch::sampleNow);
    }
  }

  private static synchronized DeadlockWatch current() {
    return running;
  }

  private void run() {
    LockdepControl.pause();
    fullAfter = System.nanoTime() + FULL_MILLIS * 1_000_000;
    warmAfter = System.nanoTime() + WARM_MILLIS * 1_000_000;
    long rest = QUICK_MILLIS; // a program that is over by then need not pay for the watch's types
    while (!stopped) {
      try {
        Thread.sleep(rest);
        rest = tick();
      } catch (InterruptedException e) {
        // stopped, or somebody else's interrupt: the loop condition tells
      } catch (RuntimeException | Error e) {
        // a JDK that looks different must not end the watch; what it cannot read it cannot report
        fullAfter = System.nanoTime() + FULL_MILLIS * 1_000_000;
      }
    }
  }

  /** One look, if one is due; says how long to sleep. */
  private long tick() {
    long now = System.nanoTime();
    List<ThreadSnapshot> snapshots = source.threads();
    int waits = waits(snapshots);
    if (waits != 0 && (looker.suspects() || waits != lastWaits)) {
      calm = 0;
      report(looker.quickLook(snapshots));
    } else if (warmAfter != 0 && now >= warmAfter) {
      warmAfter = 0;
      looker.quickLook(List.of()); // loads what a hurried look will need
    }
    lastWaits = waits;
    long pause = Math.max(QUICK_MILLIS, Math.min(IDLE_MILLIS, probe.rest(now) / 1_000_000));
    now = System.nanoTime();
    if (now >= fullAfter) {
      fullLook();
      limit.look(looker.lasting(), LockdepControl.currentTest(), now);
      long wanted = (looker.suspects() ? SUSPECT_MILLIS : FULL_MILLIS) * 1_000_000;
      long rest = full.rest(now);
      fullAfter = System.nanoTime() + Math.max(wanted, Math.min(rest, 3 * wanted / 2));
    }
    return ++calm > CALM_TICKS ? IDLE_MILLIS : pause;
  }

  /** Spaces work of one kind out, by what it costs. */
  private static final class Pace {
    /** Cost of the last time; the first time loads classes, which tells nothing. */
    private long lastCost;

    /** Nanoseconds to rest after work that began then. */
    long rest(long begin) {
      long cost = System.nanoTime() - begin;
      long usual = Math.min(cost, lastCost); // any one time may have been preempted
      lastCost = cost;
      return RESTRAINT * usual;
    }
  }

  /** Equal for two ticks if the same threads wait since; 0 when none waits. */
  private static int waits(List<ThreadSnapshot> snapshots) {
    int waits = 0;
    for (ThreadSnapshot s : snapshots) {
      if (s.depth() > 0 && s.pending(s.depth() - 1)) {
        Thread.State state = s.thread().getState();
        if (state == Thread.State.BLOCKED || state == Thread.State.WAITING) {
          int one = 31 * s.thread().hashCode() + Long.hashCode(s.acquisitions());
          waits += 2 * one + 1; // in no order
        }
      }
    }
    return waits;
  }

  private List<Finding> fullLook() {
    return report(looker.fullLook(source.threads()));
  }

  private List<Finding> report(List<Finding> found) {
    for (Finding finding : found) {
      sink.accept(finding);
    }
    return found;
  }
}
