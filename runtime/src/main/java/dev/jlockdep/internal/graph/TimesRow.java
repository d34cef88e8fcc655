package dev.jlockdep.internal.graph;

import dev.jlockdep.api.LockStatView;
import java.util.concurrent.atomic.AtomicLongArray;

/** Acquires, waits and holds of one lock class in one mode. */
public final class TimesRow {
  private static final int ACQUIRED = 0;
  private static final int WAIT = 1;
  private static final int HOLD = 5;
  /** Of {@link #WAIT} and {@link #HOLD}: how many, how long together, the shortest, the longest. */
  private static final int COUNT = 0;
  private static final int TOTAL = 1;
  private static final int MIN = 2;
  private static final int MAX = 3;
  private static final int COLUMNS = HOLD + MAX + 1;

  /** Twice the number of the class, and one more for shared acquires. */
  final int key;

  private final boolean alone;
  private final AtomicLongArray cells = new AtomicLongArray(COLUMNS);

  /**
   * @param alone whether one thread only counts in it
   */
  TimesRow(int key, boolean alone) {
    this.key = key;
    this.alone = alone;
    cells.set(WAIT + MIN, Long.MAX_VALUE);
    cells.set(HOLD + MIN, Long.MAX_VALUE);
  }

  /** An acquire that had to wait so long; 0: it did not wait. */
  public void acquired(long waited) {
    more(ACQUIRED, 1);
    if (waited > 0) {
      time(WAIT, waited);
    }
  }

  /** A hold of that length has ended. */
  public void held(long nanos) {
    time(HOLD, nanos);
  }

  private void time(int what, long nanos) {
    more(what + COUNT, 1);
    more(what + TOTAL, nanos);
    least(what + MIN, nanos);
    most(what + MAX, nanos);
  }

  private void more(int cell, long by) {
    if (alone) {
      cells.setOpaque(cell, cells.getPlain(cell) + by);
    } else {
      cells.getAndAdd(cell, by);
    }
  }

  private void least(int cell, long nanos) {
    long seen = cells.getPlain(cell);
    while (nanos < seen && !replace(cell, seen, nanos)) {
      seen = cells.get(cell);
    }
  }

  private void most(int cell, long nanos) {
    long seen = cells.getPlain(cell);
    while (nanos > seen && !replace(cell, seen, nanos)) {
      seen = cells.get(cell);
    }
  }

  private boolean replace(int cell, long seen, long nanos) {
    if (alone) {
      cells.setOpaque(cell, nanos);
      return true;
    }
    return cells.compareAndSet(cell, seen, nanos);
  }

  /** Adds what another row of the class and mode has counted. */
  void add(TimesRow other) {
    more(ACQUIRED, other.cells.getOpaque(ACQUIRED));
    for (int what = WAIT; what <= HOLD; what += HOLD - WAIT) {
      more(what + COUNT, other.cells.getOpaque(what + COUNT));
      more(what + TOTAL, other.cells.getOpaque(what + TOTAL));
      least(what + MIN, other.cells.getOpaque(what + MIN));
      most(what + MAX, other.cells.getOpaque(what + MAX));
    }
  }

  long acquired() {
    return cells.get(ACQUIRED);
  }

  LockStatView.Times waits() {
    return times(WAIT);
  }

  LockStatView.Times holds() {
    return times(HOLD);
  }

  private LockStatView.Times times(int what) {
    long count = cells.get(what + COUNT);
    long min = count == 0 ? 0 : cells.get(what + MIN);
    return new LockStatView.Times(count, cells.get(what + TOTAL), min, cells.get(what + MAX));
  }
}
