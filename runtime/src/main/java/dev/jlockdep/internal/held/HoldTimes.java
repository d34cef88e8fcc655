package dev.jlockdep.internal.held;

import dev.jlockdep.internal.graph.ClassTimes;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.TimesRow;
import dev.jlockdep.internal.graph.TimesTable;
import java.util.Arrays;

/**
 * When one thread's holds began, beside its held-lock stack and only where lock statistics are taken.
 * A hold is known by the number of its acquire ({@link HeldEntry#since}), so entries that move or go
 * by other ways than a release are noticed. Own thread only.
 */
public final class HoldTimes {
  private long[] since = new long[8];
  private TimesRow[] rows = new TimesRow[8];
  /** {@code System.nanoTime} when the hold began or was resumed; meaningless while paused. */
  private long[] from = new long[8];
  private boolean[] paused = new boolean[8];
  /** Nanoseconds of the hold before it was paused. */
  private long[] before = new long[8];
  private int depth;
  /** The acquire that was asked for and not yet granted; 0: none. */
  private long pending;
  private int pendingClass;
  private boolean pendingShared;
  private long askedAt;

  private TimesTable table;

  private HoldTimes(ThreadState s) {
    table = ClassTimes.table(s.thread, s.virtual);
  }

  /** The times of the thread. */
  public static HoldTimes of(ThreadState s) {
    HoldTimes t = (HoldTimes) s.times;
    if (t == null) {
      t = new HoldTimes(s);
      s.times = t;
    }
    return t;
  }

  /**
   * The lock on top of the held-lock stack, which is resolved, is about to be asked for. Re-entries
   * and locks that are not watched are no requests.
   */
  public void asked(ThreadState s, Object lock) {
    pending = 0;
    int top = s.depth() - 1;
    if (top < 0) {
      return;
    }
    HeldEntry e = s.stack[top];
    if (e.since != s.acquisitions || depth > 0 && since[depth - 1] == e.since || !e.holds(lock)) {
      return;
    }
    pending = e.since;
    pendingClass = e.cls;
    pendingShared = (e.meta & ThreadState.MODE) != ThreadState.X;
    askedAt = System.nanoTime();
  }

  /** The acquire returned; gives the nanoseconds it waited, 0 when it did not or was refused. */
  public long got(ThreadState s) {
    long asked = pending;
    if (asked == 0) {
      return 0;
    }
    pending = 0;
    int top = s.depth() - 1;
    if (top < 0 || s.stack[top].since != asked) {
      // a time limit or an interrupt: it was taken off the stack
      return 0;
    }
    long now = System.nanoTime();
    long waited = now - askedAt;
    if (waited < Limits.CONTENDED_NANOS) {
      waited = 0;
    }
    if (table.dropped()) {
      table = ClassTimes.table(s.thread, s.virtual);
    }
    TimesRow row = table.row(pendingClass, pendingShared);
    row.acquired(waited);
    push(asked, row, now);
    return waited;
  }

  /** Number of the lock class that {@link #got} was about. */
  public int lastClass() {
    return pendingClass;
  }

  /** Whether that acquire was a shared one. */
  public boolean lastShared() {
    return pendingShared;
  }

  private void push(long number, TimesRow row, long now) {
    if (depth == Limits.DEPTH_MAX) {
      return;
    }
    if (depth == since.length) {
      // the one that is asked for its length comes last, since memory can run out in between
      rows = Arrays.copyOf(rows, depth * 2);
      from = Arrays.copyOf(from, depth * 2);
      paused = Arrays.copyOf(paused, depth * 2);
      before = Arrays.copyOf(before, depth * 2);
      since = Arrays.copyOf(since, depth * 2);
    }
    since[depth] = number;
    rows[depth] = row;
    from[depth] = now;
    paused[depth] = false;
    before[depth] = 0;
    depth++;
  }

  /** Holds that are no longer on the held-lock stack have ended. Both are in rising order. */
  public void left(ThreadState s) {
    if (depth == 0) {
      return;
    }
    long now = System.nanoTime();
    int i = s.depth() - 1;
    for (int k = depth - 1; k >= 0; k--) {
      while (i >= 0 && s.stack[i].since > since[k]) {
        i--;
      }
      if (i < 0 || s.stack[i].since != since[k]) {
        rows[k].held(before[k] + (paused[k] ? 0 : now - from[k]));
        remove(k);
      }
    }
  }

  private void remove(int k) {
    int above = --depth - k;
    if (above > 0) {
      System.arraycopy(since, k + 1, since, k, above);
      System.arraycopy(rows, k + 1, rows, k, above);
      System.arraycopy(from, k + 1, from, k, above);
      System.arraycopy(paused, k + 1, paused, k, above);
      System.arraycopy(before, k + 1, before, k, above);
    }
    rows[depth] = null;
  }

  /** The lock is let go of for a wait and taken again at its end. */
  public void pause(ThreadState s, Object lock) {
    int i = s.indexOf(lock);
    if (i < 0) {
      return;
    }
    for (int k = 0; k < depth; k++) {
      if (since[k] == s.stack[i].since && !paused[k]) {
        before[k] += System.nanoTime() - from[k];
        paused[k] = true;
      }
    }
  }

  /** The wait is over. */
  public void resume() {
    for (int k = 0; k < depth; k++) {
      if (paused[k]) {
        paused[k] = false;
        from[k] = System.nanoTime();
      }
    }
  }
}
