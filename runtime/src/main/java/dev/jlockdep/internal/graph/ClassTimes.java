package dev.jlockdep.internal.graph;

import dev.jlockdep.api.LockStatView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Contention of each lock class, as the kernel's lock_stat counts it: one row for a class and mode.
 * Rows are made when first asked for and never go. Thread-safe; only the making of a row locks.
 */
public final class ClassTimes {
  private static final int ACQUIRED = 0;
  private static final int WAIT = 1;
  private static final int HOLD = 5;
  /** Of {@link #WAIT} and {@link #HOLD}: how many, how long together, the shortest, the longest. */
  private static final int COUNT = 0;
  private static final int TOTAL = 1;
  private static final int MIN = 2;
  private static final int MAX = 3;
  private static final int COLUMNS = HOLD + MAX + 1;

  private static final SpinLock LOCK = new SpinLock();
  private static volatile AtomicLongArray[] rows = new AtomicLongArray[256];

  private ClassTimes() {}

  /** The row of a class, by its number, and mode. */
  public static AtomicLongArray row(int lockClass, boolean shared) {
    int i = lockClass << 1 | (shared ? 1 : 0);
    AtomicLongArray[] all = rows;
    AtomicLongArray row = i < all.length ? all[i] : null;
    return row != null ? row : make(i);
  }

  private static AtomicLongArray make(int i) {
    AtomicLongArray fresh = cleared(new AtomicLongArray(COLUMNS));
    LOCK.lock();
    try {
      AtomicLongArray[] all = rows;
      if (i >= all.length) {
        all = Arrays.copyOf(all, Math.max(i + 1, all.length * 2));
      }
      if (all[i] == null) {
        all[i] = fresh;
      }
      // readers see the row through the volatile field
      rows = all;
      return all[i];
    } finally {
      LOCK.unlock();
    }
  }

  /** An acquire that had to wait so long; 0: it did not wait. */
  public static void acquired(AtomicLongArray row, long waited) {
    row.getAndIncrement(ACQUIRED);
    if (waited > 0) {
      add(row, WAIT, waited);
    }
  }

  /** A hold of that length has ended. */
  public static void held(AtomicLongArray row, long nanos) {
    add(row, HOLD, nanos);
  }

  private static void add(AtomicLongArray row, int what, long nanos) {
    row.getAndIncrement(what + COUNT);
    row.getAndAdd(what + TOTAL, nanos);
    long seen = row.get(what + MIN);
    while (nanos < seen && !row.compareAndSet(what + MIN, seen, nanos)) {
      seen = row.get(what + MIN);
    }
    seen = row.get(what + MAX);
    while (nanos > seen && !row.compareAndSet(what + MAX, seen, nanos)) {
      seen = row.get(what + MAX);
    }
  }

  /** Counts from nothing again. What is counted meanwhile may be in part of the old count. */
  public static void reset() {
    for (AtomicLongArray row : rows) {
      if (row != null) {
        cleared(row);
      }
    }
  }

  private static AtomicLongArray cleared(AtomicLongArray row) {
    for (int i = 0; i < COLUMNS; i++) {
      row.set(i, i == WAIT + MIN || i == HOLD + MIN ? Long.MAX_VALUE : 0);
    }
    return row;
  }

  /** One record for each class and mode that was acquired. */
  public static List<LockStatView> all() {
    List<LockStatView> list = new ArrayList<>();
    AtomicLongArray[] all = rows;
    for (int i = 0; i < all.length; i++) {
      AtomicLongArray row = all[i];
      LockClass lockClass = row == null ? null : ClassTable.get(i >> 1);
      if (lockClass != null && row.get(ACQUIRED) > 0) {
        list.add(
            new LockStatView(
                lockClass, (i & 1) != 0, row.get(ACQUIRED), times(row, WAIT), times(row, HOLD)));
      }
    }
    return list;
  }

  private static LockStatView.Times times(AtomicLongArray row, int what) {
    long count = row.get(what + COUNT);
    long min = count == 0 ? 0 : row.get(what + MIN);
    return new LockStatView.Times(count, row.get(what + TOTAL), min, row.get(what + MAX));
  }
}
