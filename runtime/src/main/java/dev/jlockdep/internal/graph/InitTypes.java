package dev.jlockdep.internal.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import jdk.internal.vm.annotation.DontInline;

/**
 * The types whose initialisation is watched, who waits to hear of them, and where ordinary code can
 * begin one. Filled when types are woven. Thread-safe.
 */
public final class InitTypes {
  private static final SpinLock LOCK = new SpinLock();
  private static final HashMap<String, InitType> BY_NAME = new HashMap<>(512);
  /** What initialisers that have begun need of one of the name that has not. */
  private static final HashMap<String, ArrayList<Waiting>> WAITING = new HashMap<>();
  private static final HashMap<String, ArrayList<InitEntry>> ENTRIES = new HashMap<>(512);
  private static volatile InitType[] byId = new InitType[256];
  private static int count;
  private static int sweepAt = 4096;
  private static final int SUPERTYPES_MAX = 100;

  private InitTypes() {}

  /** Makes a type known; returns its number, a constant in its woven code. */
  public static int add(InitType type) {
    LOCK.lock();
    try {
      if (count + 1 >= sweepAt) {
        sweep();
      }
      int id = ++count;
      type.id = id;
      InitType[] ids = byId;
      if (id >= ids.length) {
        ids = Arrays.copyOf(ids, ids.length * 2);
      }
      ids[id] = type;
      byId = ids;
      link(type);
      return id;
    } finally {
      LOCK.unlock();
    }
  }

  /** In front of those of the same name, without the dead and without itself as woven before. */
  private static void link(InitType type) {
    InitType others = null;
    for (InitType t = BY_NAME.get(type.name); t != null; ) {
      InitType next = t.next;
      if (!t.dead() && !t.sameLoader(type)) {
        t.next = others;
        others = t;
      }
      t = next;
    }
    type.next = others;
    BY_NAME.put(type.name, type);
  }

  /** Forgets types of loaders that are gone. */
  private static void sweep() {
    InitType[] ids = byId;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != null && ids[i].dead()) {
        ids[i] = null;
      }
    }
    Iterator<InitType> names = BY_NAME.values().iterator();
    while (names.hasNext()) {
      if (names.next().dead()) {
        names.remove();
      }
    }
    Iterator<ArrayList<InitEntry>> targets = ENTRIES.values().iterator();
    while (targets.hasNext()) {
      ArrayList<InitEntry> list = targets.next();
      for (int i = list.size() - 1; i >= 0; i--) {
        if (list.get(i).code.type.dead()) {
          list.remove(i);
        }
      }
      if (list.isEmpty()) {
        targets.remove();
      }
    }
    Iterator<ArrayList<Waiting>> waiting = WAITING.values().iterator();
    while (waiting.hasNext()) {
      ArrayList<Waiting> list = waiting.next();
      for (int i = list.size() - 1; i >= 0; i--) {
        if (list.get(i).type.dead()) {
          list.remove(i);
        }
      }
      if (list.isEmpty()) {
        waiting.remove();
      }
    }
    sweepAt = count * 2;
  }

  public static InitType get(int id) {
    return byId[id];
  }

  /** The type that a name means in the code of another, or null when it is not known (yet). */
  @DontInline
  public static InitType find(InitType from, String name) {
    if (name == null) {
      return null;
    }
    LOCK.lock();
    try {
      InitType first = BY_NAME.get(name);
      if (first == null || first.next == null) {
        return first;
      }
      for (InitType t = first; t != null; t = t.next) {
        if (t.sameLoader(from)) {
          return t;
        }
      }
      return null;
    } finally {
      LOCK.unlock();
    }
  }

  /** The type that an instruction initialises: the one that declares the static member. */
  @DontInline
  public static InitType find(InitType from, String owner, int member) {
    InitType t = find(from, owner);
    if (member == InitNeed.NEW) {
      return t;
    }
    for (int i = 0; t != null && i < SUPERTYPES_MAX; i++) {
      if (t.declares(member)) {
        return t;
      }
      for (String name : t.shape.interfaces) {
        InitType in = find(t, name);
        if (in != null && in.declares(member)) {
          return in;
        }
      }
      t = find(t, t.shape.superName);
    }
    return null;
  }

  /** Whether a type has the other among its supertypes. */
  static boolean extended(InitType type, InitType by) {
    InitType t = type;
    for (int i = 0; t != null && i < SUPERTYPES_MAX; i++) {
      if (t.shape.superName != null && t.shape.superName.equals(by.name)) {
        return true;
      }
      for (String name : t.shape.interfaces) {
        if (name.equals(by.name)) {
          return true;
        }
      }
      t = find(t, t.shape.superName);
    }
    return false;
  }

  /** Whether initialising it can wait: it, or a type that is initialised before it, has code. */
  @DontInline
  public static boolean canWait(InitType type) {
    InitType t = type;
    for (int i = 0; t != null && i < SUPERTYPES_MAX; i++) {
      if (t.shape.site != 0) {
        return true;
      }
      t = find(t, t.shape.superName);
    }
    return false;
  }

  // ---- waiting ---------------------------------------------------------------------------------

  /** A need of a type, not met yet. */
  public static final class Waiting {
    public final InitType type;
    public final InitNeed need;

    Waiting(InitType type, InitNeed need) {
      this.type = type;
      this.need = need;
    }
  }

  /** The need is told when one of that name begins. */
  @DontInline
  public static void await(String name, InitType type, InitNeed need) {
    LOCK.lock();
    try {
      if (name.equals(need.awaits)) {
        return;
      }
      need.awaits = name;
      ArrayList<Waiting> list = WAITING.get(name);
      if (list == null) {
        list = new ArrayList<>(2);
        WAITING.put(name, list);
      }
      list.add(new Waiting(type, need));
    } finally {
      LOCK.unlock();
    }
  }

  /** What waits for a type of that name; from now on it does not. */
  @DontInline
  public static List<Waiting> waiting(String name) {
    LOCK.lock();
    try {
      ArrayList<Waiting> list = WAITING.remove(name);
      if (list == null) {
        return List.of();
      }
      for (int i = 0; i < list.size(); i++) {
        InitNeed need = list.get(i).need;
        need.awaits = name.equals(need.awaits) ? null : need.awaits;
      }
      return list;
    } finally {
      LOCK.unlock();
    }
  }

  // ---- entries ---------------------------------------------------------------------------------

  /** Adds places of one type's code; returns those of types that are on a circle. */
  public static List<InitType> addEntries(List<InitEntry> entries) {
    List<InitType> matter = new ArrayList<>(0);
    LOCK.lock();
    try {
      for (int i = 0; i < entries.size(); i++) {
        InitEntry e = entries.get(i);
        ArrayList<InitEntry> list = ENTRIES.get(e.target);
        if (list == null) {
          list = new ArrayList<>(2);
          ENTRIES.put(e.target, list);
        }
        if (list.size() < Limits.INIT_ENTRIES_MAX) {
          list.add(e);
        }
        InitType t = BY_NAME.get(e.target);
        if (t != null && t.onCycle) {
          matter.add(t);
        }
      }
      return matter;
    } finally {
      LOCK.unlock();
    }
  }

  /** A place where code outside a circle begins the initialisation of a type on it, or null. */
  static InitEntry entry(InitType type, Dep[] circle) {
    List<InitEntry> list = entries(type.name);
    for (int i = 0; i < list.size(); i++) {
      InitEntry e = list.get(i);
      if (outside(e, type, circle) && find(e.code.type, e.target, e.member) == type
          && !guarded(e, type, circle)) {
        return e;
      }
    }
    return null;
  }

  /** The position of {@link #entry}, or null. */
  public static StackTraceElement entryPosition(InitType type, Dep[] circle) {
    InitEntry e = entry(type, circle);
    return e == null ? null : e.position();
  }

  private static List<InitEntry> entries(String target) {
    LOCK.lock();
    try {
      ArrayList<InitEntry> list = ENTRIES.get(target);
      return list == null ? List.of() : new ArrayList<>(list);
    } finally {
      LOCK.unlock();
    }
  }

  /** Whether the code can run before any other type on the circle has been begun. */
  private static boolean outside(InitEntry e, InitType target, Dep[] circle) {
    InitType user = e.code.type;
    boolean earlier = true;
    boolean otherTask = true;
    boolean begun = false;
    for (Dep d : circle) {
      InitType t = d.from.init;
      if (t == null) {
        continue;
      }
      earlier &= user.id < t.id;
      otherTask &= user.loadedBy != t.begunBy;
      begun |= t.begunBy != 0;
      boolean part = user.name.startsWith(t.name)
          && (user.name.length() == t.name.length() || user.name.charAt(t.name.length()) == '$');
      if (part || extended(user, t) || t != target && needs(user, t)) {
        return false;
      }
    }
    // what the initialising task itself loads later comes behind the initialisation
    return earlier || begun && otherTask;
  }

  private static boolean needs(InitType user, InitType t) {
    for (InitNeed n : user.shape.needs) {
      if (n.target.equals(t.name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the method has had to do with a type on the circle when it comes there. */
  private static boolean guarded(InitEntry e, InitType target, Dep[] circle) {
    for (Dep d : circle) {
      InitType t = d.from.init;
      if (t == null) {
        continue;
      }
      if (t != target && earlier(e, t)) {
        return true;
      }
      if (takes(e.code, t)) {
        return true;
      }
    }
    return false;
  }

  private static boolean earlier(InitEntry e, InitType t) {
    List<InitEntry> list = entries(t.name);
    for (int i = 0; i < list.size(); i++) {
      InitEntry o = list.get(i);
      if (o.code == e.code && o.offset < e.offset) {
        return true;
      }
    }
    return false;
  }

  /** Whether a parameter is of the type or a subtype: an instance comes after the initialisation. */
  private static boolean takes(InitEntry.Code code, InitType t) {
    String d = code.descriptor;
    int end = d.indexOf(')');
    for (int i = d.indexOf('L'); i >= 0 && i < end; ) {
      int semicolon = d.indexOf(';', i);
      String name = d.substring(i + 1, semicolon).replace('/', '.');
      InitType p = find(code.type, name);
      if (name.equals(t.name) || p != null && extended(p, t)) {
        return true;
      }
      i = d.indexOf('L', semicolon);
    }
    return false;
  }
}
