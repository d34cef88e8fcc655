package dev.jlockdep.internal.graph;

import dev.jlockdep.api.LockStatView;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Contention of each lock class, as the kernel's lock_stat counts it: one row for a class and mode.
 * Each platform thread counts in a table of its own, so that no thread waits for a counter; virtual
 * threads, of which there may be a million, share one. The tables of threads that have ended are
 * added up in another. Thread-safe; only the making of tables and the reading lock.
 */
public final class ClassTimes {
  private static final int TABLES_LEAST = 64;

  private static final SpinLock LOCK = new SpinLock();
  private static final ArrayList<TimesTable> TABLES = new ArrayList<>();
  /** How many tables there are before the next look for threads that have ended. */
  private static int foldAt = TABLES_LEAST;
  private static TimesTable ended = new TimesTable(null);
  private static volatile TimesTable shared = new TimesTable(null);

  private ClassTimes() {}

  /** The table for what a thread counts from now on. */
  public static TimesTable table(Thread owner, boolean virtual) {
    if (virtual) {
      return shared;
    }
    TimesTable made = new TimesTable(new WeakReference<>(owner));
    LOCK.lock();
    try {
      if (TABLES.size() >= foldAt) {
        fold();
      }
      TABLES.add(made);
    } finally {
      LOCK.unlock();
    }
    return made;
  }

  private static void fold() {
    int kept = 0;
    for (int i = 0; i < TABLES.size(); i++) {
      TimesTable table = TABLES.get(i);
      if (table.ownerEnded()) {
        for (TimesRow row : table.rows()) {
          ended.row(row.key >> 1, (row.key & 1) != 0).add(row);
        }
      } else {
        TABLES.set(kept++, table);
      }
    }
    while (TABLES.size() > kept) {
      TABLES.remove(TABLES.size() - 1);
    }
    foldAt = Math.max(TABLES_LEAST, kept * 2);
  }

  /** Counts from nothing again. Holds that have begun still count in the old tables. */
  public static void reset() {
    LOCK.lock();
    try {
      for (TimesTable table : TABLES) {
        table.drop();
      }
      TABLES.clear();
      shared.drop();
      shared = new TimesTable(null);
      ended = new TimesTable(null);
    } finally {
      LOCK.unlock();
    }
  }

  /** How many tables there are of threads. */
  static int tables() {
    LOCK.lock();
    try {
      return TABLES.size();
    } finally {
      LOCK.unlock();
    }
  }

  /** One record for each class and mode that was acquired. */
  public static List<LockStatView> all() {
    TreeMap<Integer, TimesRow> sums = new TreeMap<>();
    LOCK.lock();
    try {
      for (TimesTable table : TABLES) {
        addTo(sums, table);
      }
      addTo(sums, shared);
      addTo(sums, ended);
    } finally {
      LOCK.unlock();
    }
    List<LockStatView> list = new ArrayList<>();
    for (TimesRow row : sums.values()) {
      LockClass lockClass = ClassTable.get(row.key >> 1);
      if (lockClass != null && row.acquired() > 0) {
        list.add(
            new LockStatView(
                lockClass, (row.key & 1) != 0, row.acquired(), row.waits(), row.holds()));
      }
    }
    return list;
  }

  private static void addTo(TreeMap<Integer, TimesRow> sums, TimesTable table) {
    for (TimesRow row : table.rows()) {
      TimesRow sum = sums.get(row.key);
      if (sum == null) {
        sum = new TimesRow(row.key, true);
        sums.put(row.key, sum);
      }
      sum.add(row);
    }
  }
}
