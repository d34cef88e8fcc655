package dev.jlockdep.internal.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** All lock classes by name and by number. Thread-safe. Ids start at 1; 0 means unresolved. */
public final class ClassTable {
  private static final SpinLock LOCK = new SpinLock();
  private static final HashMap<String, LockClass> BY_NAME = new HashMap<>(512);
  private static volatile LockClass[] byId = new LockClass[256];
  private static int count;
  private static long refused;

  private ClassTable() {}

  /** The class of that name, made when it is new; the overflow class when the table is full. */
  public static LockClass of(String name, String kind, String type, boolean declared) {
    LOCK.lock();
    try {
      LockClass there = BY_NAME.get(name);
      if (there != null) {
        if (declared) {
          there.declared = true;
        }
        return there;
      }
      if (count >= Limits.CLASSES_MAX) {
        refused++;
        return byId[1];
      }
      int id = ++count;
      LockClass made = new LockClass(id, name, kind, type, declared);
      BY_NAME.put(name, made);
      LockClass[] ids = byId;
      if (id >= ids.length) {
        ids = java.util.Arrays.copyOf(ids, ids.length * 2);
      }
      ids[id] = made;
      byId = ids;
      return made;
    } finally {
      LOCK.unlock();
    }
  }

  public static LockClass get(int id) {
    return byId[id];
  }

  public static int count() {
    return count;
  }

  /** Classes that did not fit: their locks share one class and the run is incomplete. */
  public static long refused() {
    return refused;
  }

  public static List<LockClass> all() {
    List<LockClass> list = new ArrayList<>();
    LockClass[] ids = byId;
    for (LockClass c : ids) {
      if (c != null) {
        list.add(c);
      }
    }
    return list;
  }
}
