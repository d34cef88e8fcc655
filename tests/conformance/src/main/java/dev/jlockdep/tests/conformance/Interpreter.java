package dev.jlockdep.tests.conformance;

import dev.jlockdep.tests.conformance.Notation.Segment;
import dev.jlockdep.tests.support.ThreadScript;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a sequence: each segment on the thread it names, one after the other. */
final class Interpreter {
  private final Map<String, RowLock> locks = new HashMap<>();
  private final String prefix;
  private final LockKind plain;
  private final LockKind shared;

  /**
   * @param prefix what the names of the lock classes start with
   * @param plain what stands for locks without readers
   * @param shared what stands for locks that have readers and writers
   */
  Interpreter(String prefix, LockKind plain, LockKind shared) {
    this.prefix = prefix;
    this.plain = plain;
    this.shared = shared;
  }

  void run(List<Segment> segments) {
    // locks come first, as fields would: their creation must not lie inside a critical section
    segments.forEach(segment -> segment.ops().forEach(this::create));
    try (ThreadScript script = new ThreadScript()) {
      for (Segment segment : segments) {
        script.step(threadName(segment.thread()), () -> run(segment));
      }
    }
  }

  /** The name of the thread that runs the segments of {@code T1}, {@code T2}, .... */
  String threadName(String thread) {
    return prefix + " " + thread;
  }

  private void create(Op op) {
    if (locks.containsKey(op.lock())) {
      return;
    }
    LockKind kind = op.access() == Access.PLAIN ? plain : shared;
    if (op.action() == Op.Action.ACQUIRE_UNDER) {
      kind = LockKind.ANNOTATED;
    }
    locks.put(op.lock(), kind.create(prefix + "." + className(op.lock())));
  }

  /** Instances {@code X1} and {@code X2} are of one class {@code X}. */
  static String className(String lock) {
    return lock.replaceAll("\\d+$", "");
  }

  private void run(Segment segment) throws Exception {
    Deque<Op> held = new ArrayDeque<>();
    run(segment.ops(), 0, held);
    // sequences of the data that stop while locks are held go home with them
    while (!held.isEmpty()) {
      Op last = held.pop();
      lock(last).release(last.access());
    }
  }

  /** Runs from {@code at} to the end of the enclosing monitor block; returns where to go on. */
  private int run(List<Op> ops, int at, Deque<Op> held) throws Exception {
    int next = at;
    while (next < ops.size()) {
      Op op = ops.get(next);
      int after = next + 1;
      if (!(lock(op) instanceof MonitorLock)) {
        perform(op, held);
        next = after;
      } else if (op.action() == Op.Action.ACQUIRE) {
        next = ((MonitorLock) lock(op)).within(() -> run(ops, after, held));
      } else {
        return after;
      }
    }
    return next;
  }

  private void perform(Op op, Deque<Op> held) throws InterruptedException {
    RowLock lock = lock(op);
    switch (op.action()) {
      case ACQUIRE:
        lock.acquire(op.access());
        break;
      case TRY:
        lock.tryAcquire();
        break;
      case TIMED_TRY:
        lock.timedTryAcquire();
        break;
      case ACQUIRE_UNDER:
        lock.acquireUnder(locks.get(op.outer()).object());
        break;
      default:
        release(op, held);
        return;
    }
    held.push(op);
  }

  private void release(Op op, Deque<Op> held) {
    boolean wasHeld = held.removeIf(new OneMatch(op));
    try {
      lock(op).release(op.access());
    } catch (IllegalMonitorStateException e) {
      // the JDK's own answer to a release too many
      if (wasHeld) {
        throw e;
      }
    }
  }

  private RowLock lock(Op op) {
    return locks.get(op.lock());
  }

  /** True for the first acquire that a release undoes. */
  private static final class OneMatch implements java.util.function.Predicate<Op> {
    private final Op release;
    private boolean matched;

    OneMatch(Op release) {
      this.release = release;
    }

    @Override
    public boolean test(Op acquire) {
      if (matched || !acquire.lock().equals(release.lock())
          || acquire.access() != release.access()) {
        return false;
      }
      matched = true;
      return true;
    }
  }
}
