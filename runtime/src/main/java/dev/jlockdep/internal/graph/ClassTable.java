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
  /** What locks get whose class did not fit: it takes no part in dependencies. */
  private static LockClass beyond;

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
      if (count < Limits.CLASSES_MAX) {
        return add(name, kind, type, declared, true);
      }
      refused++;
      if (beyond == null) {
        beyond = add("(beyond the bound of lock classes)", "unknown", "java.lang.Object", false, false);
        // locks of many classes in one: what they form together is no order
        beyond.ownerless = true;
      }
      return beyond;
    } finally {
      LOCK.unlock();
    }
  }

  /** Memory can run out in any line but the last: until then nothing has changed. */
  private static LockClass add(
      String name, String kind, String type, boolean declared, boolean named) {
    int id = count + 1;
    LockClass made = new LockClass(id, name, kind, type, declared);
    LockClass[] ids = byId;
    if (id >= ids.length) {
      ids = java.util.Arrays.copyOf(ids, ids.length * 2);
    }
    if (named) {
      BY_NAME.put(name, made);
    }
    ids[id] = made;
    byId = ids;
    count = id;
    return made;
  }

  public static LockClass get(int id) {
    return byId[id];
  }

  public static int count() {
    return count;
  }

  /** Requests for classes that did not fit: their locks are not validated, the run is incomplete. */
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
