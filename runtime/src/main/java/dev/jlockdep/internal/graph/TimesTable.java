package dev.jlockdep.internal.graph;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of {@link ClassTimes} by class and mode: a hash table without removal. Written by its owner, or
 * under a lock of its own where it has none; read by anybody.
 */
public final class TimesTable {
  private final WeakReference<Thread> owner;
  private final SpinLock lock;
  private volatile TimesRow[] rows = new TimesRow[16];
  private int size;
  private TimesRow last;
  private volatile boolean dropped;

  /**
   * @param owner the only thread that counts in it; null where several do
   */
  TimesTable(WeakReference<Thread> owner) {
    this.owner = owner;
    this.lock = owner == null ? new SpinLock() : null;
  }

  /** The row of a class, by its number, and mode; made when first asked for. */
  public TimesRow row(int lockClass, boolean shared) {
    int key = lockClass << 1 | (shared ? 1 : 0);
    TimesRow latest = last;
    if (latest != null && latest.key == key) {
      return latest;
    }
    TimesRow row = find(rows, key);
    if (row == null) {
      row = owner == null ? makeLocked(key) : make(key);
    }
    last = row;
    return row;
  }

  private static TimesRow find(TimesRow[] table, int key) {
    int i = slot(table, key);
    while (table[i] != null && table[i].key != key) {
      i = i + 1 & table.length - 1;
    }
    return table[i];
  }

  private static int slot(TimesRow[] table, int key) {
    return key * 0x9E3779B9 >>> 7 & table.length - 1;
  }

  private TimesRow makeLocked(int key) {
    lock.lock();
    try {
      TimesRow there = find(rows, key);
      return there != null ? there : make(key);
    } finally {
      lock.unlock();
    }
  }

  private TimesRow make(int key) {
    TimesRow[] table = rows;
    if (++size > table.length / 2) {
      TimesRow[] larger = new TimesRow[table.length * 2];
      for (TimesRow row : table) {
        if (row != null) {
          put(larger, row);
        }
      }
      table = larger;
    }
    TimesRow made = new TimesRow(key, owner != null);
    put(table, made);
    rows = table; // readers see the row through the volatile field
    return made;
  }

  private static void put(TimesRow[] table, TimesRow row) {
    int i = slot(table, row.key);
    while (table[i] != null) {
      i = i + 1 & table.length - 1;
    }
    table[i] = row;
  }

  /** The rows so far, in no order. */
  List<TimesRow> rows() {
    List<TimesRow> list = new ArrayList<>();
    for (TimesRow row : rows) {
      if (row != null) {
        list.add(row);
      }
    }
    return list;
  }

  boolean ownerEnded() {
    Thread thread = owner.get();
    return thread == null || !thread.isAlive();
  }

  void drop() {
    dropped = true;
  }

  /** Whether all counts began anew since, so that another table has to be asked for. */
  public boolean dropped() {
    return dropped;
  }
}
